package dev.tactus.recurrence;

import dev.tactus.recurrence.InvalidRecurrenceException.Problem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Excluded dates of a zone, as sorted ranges that neither touch nor overlap. An instant is excluded when the local date
 * at that instant is.
 */
final class Exclusions {
    static final int MAX_ENTRIES = 1000;

    private static final int LAST_YEAR = 9999;

    /** Local and universal time differ by less. */
    private static final long MARGIN = 2 * Civil.SECONDS_PER_DAY;

    private final ZoneTable zone;
    /** Epoch days: first and last of each range, alternating. */
    private final long[] days;

    private Exclusions(ZoneTable zone, long[] days) {
        this.zone = zone;
        this.days = days;
    }

    private record Range(long first, long last) {}

    /** The parsed entries, or null if there are none; problems are added to the list. */
    static @Nullable Exclusions parse(List<String> entries, ZoneTable zone, List<Problem> problems) {
        if (entries.size() > MAX_ENTRIES) {
            problems.add(new Problem(
                    "exclude",
                    entries.size() + " entries are more than the " + MAX_ENTRIES
                            + " allowed; join neighbouring dates into ranges such as 2026-12-24/2027-01-02",
                    -1));
            return null;
        }
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            try {
                ranges.add(range(entries.get(i)));
            } catch (DateTimeException e) {
                problems.add(new Problem("exclude." + i, complaint(entries.get(i), e), -1));
            }
        }
        return ranges.isEmpty() ? null : new Exclusions(zone, merged(ranges));
    }

    private static Range range(String entry) {
        int slash = entry.indexOf('/');
        LocalDate first = LocalDate.parse(slash < 0 ? entry : entry.substring(0, slash));
        LocalDate last = slash < 0 ? first : LocalDate.parse(entry.substring(slash + 1));
        if (last.isBefore(first)) {
            throw new DateTimeException("the range ends before it begins");
        }
        // ISO 8601 knows later years, with a sign; the arithmetic on instants does not.
        if (first.getYear() < 1 || last.getYear() > LAST_YEAR) {
            throw new DateTimeException("a year of four digits is needed");
        }
        return new Range(first.toEpochDay(), last.toEpochDay());
    }

    private static String complaint(String entry, DateTimeException e) {
        String shown = entry.length() <= 40 ? entry : entry.substring(0, 40) + "…";
        String reason = e.getMessage() != null && e.getMessage().startsWith("the range")
                ? "ends before it begins; swap its dates"
                : "is neither a date (2026-12-25) nor a range of dates (2026-12-24/2027-01-02)";
        return "'" + shown + "' " + reason;
    }

    private static long[] merged(List<Range> ranges) {
        ranges.sort(Comparator.comparingLong(Range::first));
        long[] result = new long[ranges.size() * 2];
        int size = 0;
        for (Range range : ranges) {
            if (size > 0 && range.first() <= result[size - 1] + 1) {
                result[size - 1] = Math.max(result[size - 1], range.last());
            } else {
                result[size++] = range.first();
                result[size++] = range.last();
            }
        }
        return Arrays.copyOf(result, size);
    }

    /** The range that excludes an instant, as its index, or -1. */
    int rangeAt(long millis) {
        long second = Math.floorDiv(millis, 1000L);
        long day = Math.floorDiv(second + zone.offsetAt(second), Civil.SECONDS_PER_DAY);
        int low = 0;
        int high = days.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (day < days[2 * middle]) {
                high = middle - 1;
            } else if (day > days[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    int ranges() {
        return days.length / 2;
    }

    LocalDate first(int range) {
        return LocalDate.ofEpochDay(days[2 * range]);
    }

    LocalDate last(int range) {
        return LocalDate.ofEpochDay(days[2 * range + 1]);
    }

    /** The first instant after {@code millis}, which the range excludes, at which it no longer does. */
    long leave(int range, long millis) {
        long local = (days[2 * range + 1] + 1) * Civil.SECONDS_PER_DAY;
        long moved = ZoneTable.cycles(local);
        // Clocks that go back over midnight show a date twice, so search from the given instant, but not from far away.
        long from = Math.max(Math.floorDiv(millis, 1000L), local - MARGIN);
        int segment = zone.segmentAt(from - moved);
        while (local - moved - zone.offset(segment) >= zone.end(segment)) {
            segment++;
        }
        return (Math.max(local - moved - zone.offset(segment), zone.start(segment)) + moved) * 1000;
    }

    /** The last millisecond before {@code millis}, which the range excludes, at which it does not. */
    long leaveBackwards(int range, long millis) {
        long local = days[2 * range] * Civil.SECONDS_PER_DAY;
        long moved = ZoneTable.cycles(local);
        long from = Math.min(Math.floorDiv(millis, 1000L), local + MARGIN);
        int segment = zone.segmentAt(from - moved);
        while (local - moved - zone.offset(segment) <= zone.start(segment)) {
            segment--;
        }
        return (Math.min(local - moved - zone.offset(segment), zone.end(segment)) + moved) * 1000 - 1;
    }

    /** How many of the timeline's instants in the range of time are excluded. */
    long count(Timeline timeline, long fromMillis, long toMillis) {
        long result = 0;
        for (int range = 0; range < ranges(); range++) {
            long firstLocal = days[2 * range] * Civil.SECONDS_PER_DAY;
            long endLocal = (days[2 * range + 1] + 1) * Civil.SECONDS_PER_DAY;
            long start = Math.max(Math.floorDiv(fromMillis, 1000L), firstLocal - MARGIN);
            long end = Math.min(Math.ceilDiv(toMillis, 1000L), endLocal + MARGIN);
            while (start < end) {
                // One cycle at a time: inside it, all instants are moved alike.
                long moved = ZoneTable.cycles(start);
                long pieceEnd = Math.min(end, ZoneTable.REPEATS_FROM + moved);
                int segment = zone.segmentAt(start - moved);
                while (segment < zone.segments() && zone.start(segment) + moved < pieceEnd) {
                    long offset = zone.offset(segment);
                    long first = Math.max(Math.max(firstLocal - offset, zone.start(segment) + moved), start);
                    long last = Math.min(Math.min(endLocal - offset, zone.end(segment) + moved), pieceEnd);
                    long clippedFrom = Math.max(fromMillis, first * 1000);
                    long clippedTo = Math.min(toMillis, last * 1000);
                    result += clippedFrom < clippedTo ? timeline.count(clippedFrom, clippedTo) : 0;
                    segment++;
                }
                start = pieceEnd;
            }
        }
        return result;
    }
}
