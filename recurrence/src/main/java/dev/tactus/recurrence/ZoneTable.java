package dev.tactus.recurrence;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A zone's offsets as arrays: segment {@code i} lasts from {@code start(i)} to {@code end(i)} (epoch seconds, end
 * excluded) and has one offset, so inside it instant and local time differ by a constant. {@link ZoneRules} gives the
 * data; asking it on each call would allocate. One table per zone and process.
 */
final class ZoneTable {
    /** From here on, instants are moved back by whole {@link #CYCLE}s: rules and dates repeat. 2600-01-01. */
    static final long REPEATS_FROM = Civil.epochDay(2600, 1, 1) * Civil.SECONDS_PER_DAY;
    /** 400 years in seconds. */
    static final long CYCLE = Civil.DAYS_PER_CYCLE * Civil.SECONDS_PER_DAY;
    /** Start of the first segment and end of the last: further than any date, and safe to add an offset to. */
    static final long FOREVER = Long.MAX_VALUE / 4;

    private static final Instant HORIZON = Instant.parse("2700-01-01T00:00:00Z");
    private static final ConcurrentHashMap<ZoneId, ZoneTable> TABLES = new ConcurrentHashMap<>();

    private final ZoneId zone;
    private final long[] starts;
    private final int[] offsets;

    private ZoneTable(ZoneId zone) {
        this.zone = zone;
        List<ZoneOffsetTransition> transitions = transitions(zone.getRules());
        starts = new long[transitions.size() + 1];
        offsets = new int[transitions.size() + 1];
        starts[0] = -FOREVER;
        offsets[0] = zone.getRules().getOffset(Instant.MIN).getTotalSeconds();
        for (int i = 1; i < starts.length; i++) {
            starts[i] = transitions.get(i - 1).toEpochSecond();
            offsets[i] = transitions.get(i - 1).getOffsetAfter().getTotalSeconds();
        }
    }

    static ZoneTable of(ZoneId zone) {
        return TABLES.computeIfAbsent(zone, ZoneTable::new);
    }

    private static List<ZoneOffsetTransition> transitions(ZoneRules rules) {
        List<ZoneOffsetTransition> result = new ArrayList<>(rules.getTransitions());
        Instant last = result.isEmpty() ? Instant.EPOCH : result.getLast().getInstant();
        for (ZoneOffsetTransition next = rules.nextTransition(last);
                next != null && next.getInstant().isBefore(HORIZON);
                next = rules.nextTransition(next.getInstant())) {
            result.add(next);
        }
        return result;
    }

    ZoneId zone() {
        return zone;
    }

    int segments() {
        return starts.length;
    }

    /** The segment that holds an instant. */
    int segmentAt(long epochSecond) {
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= epochSecond) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    long start(int segment) {
        return starts[segment];
    }

    long end(int segment) {
        return segment + 1 < starts.length ? starts[segment + 1] : FOREVER;
    }

    int offset(int segment) {
        return offsets[segment];
    }

    /** Seconds by which the clocks went forward (a gap, positive) or back (an overlap) where the segment starts. */
    int shiftAtStart(int segment) {
        return segment == 0 ? 0 : offsets[segment] - offsets[segment - 1];
    }

    /** The same where the segment ends. */
    int shiftAtEnd(int segment) {
        return segment + 1 < offsets.length ? offsets[segment + 1] - offsets[segment] : 0;
    }

    /** By how much to move an instant back so that this table covers it: a multiple of {@link #CYCLE}, mostly 0. */
    static long cycles(long epochSecond) {
        return epochSecond < REPEATS_FROM ? 0 : ((epochSecond - REPEATS_FROM) / CYCLE + 1) * CYCLE;
    }

    /** The offset at any instant, in seconds. */
    int offsetAt(long epochSecond) {
        return offsets[segmentAt(epochSecond - cycles(epochSecond))];
    }
}
