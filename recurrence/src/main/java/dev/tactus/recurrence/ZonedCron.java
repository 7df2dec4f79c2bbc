package dev.tactus.recurrence;

import dev.tactus.recurrence.Dst.Gap;
import dev.tactus.recurrence.Dst.Overlap;

/**
 * A compiled expression in a zone under a DST rule.
 *
 * <p>Inside a segment of constant offset, matching local times and instants differ by that offset. So each segment
 * contributes the matches of its local range, less the part of an overlap that the rule leaves to its neighbour, and,
 * where it begins with a gap, what the rule makes of the matches inside the gap.
 */
record ZonedCron(LocalCron cron, ZoneTable zone, Gap gap, Overlap overlap) implements Timeline {
    /** More than any offset change: beyond it, a local time cannot be brought back by an overlap. */
    private static final long MARGIN = 2 * Civil.SECONDS_PER_DAY;

    private static final long FIRST_SECOND = Civil.epochDay(1, 1, 1) * Civil.SECONDS_PER_DAY;
    private static final long LAST_SECOND = Recurrence.LAST_MILLIS / 1000;

    private static final Interner<ZonedCron> SHARED = new Interner<>();

    /** One object for all schedules with the same expression, zone and rule. */
    static ZonedCron of(LocalCron cron, ZoneTable zone, Dst dst) {
        Gap gap = dst.gap() != null ? dst.gap() : cron.elapsed() ? Gap.SKIP : Gap.FIRE_AFTER;
        Overlap overlap = dst.overlap() != null ? dst.overlap() : cron.elapsed() ? Overlap.BOTH : Overlap.FIRST;
        return SHARED.intern(new ZonedCron(cron, zone, gap, overlap));
    }

    @Override
    public long next(long afterMillis) {
        long from = Math.max(Math.floorDiv(afterMillis, 1000L) + 1, FIRST_SECOND);
        if (from > LAST_SECOND) {
            return Recurrence.NONE;
        }
        long moved = ZoneTable.cycles(from);
        long found = nextSecond(from - moved);
        return found == LocalCron.NONE || found + moved > LAST_SECOND ? Recurrence.NONE : (found + moved) * 1000;
    }

    private long nextSecond(long from) {
        long second = from;
        int segment = zone.segmentAt(second);
        while (true) {
            int offset = zone.offset(segment);
            long end = localEnd(segment);
            long local = Math.max(second + offset, localStart(segment));
            long match = cron.next(local);
            long found = match < end ? match - offset : LocalCron.NONE;
            found = Math.min(found, nextFromGap(segment, second));
            if (found != LocalCron.NONE || match == LocalCron.NONE) {
                return found;
            }
            int following = segment + 1;
            if (match - end > MARGIN && end - local > MARGIN) {
                following = Math.max(following, zone.segmentAt(match - offset - MARGIN));
            }
            segment = following;
            second = zone.start(segment);
        }
    }

    /** The first instant at or after {@code second} that the gap at the segment's start gives. */
    private long nextFromGap(int segment, long second) {
        int length = zone.shiftAtStart(segment);
        if (length <= 0 || gap == Gap.SKIP) {
            return LocalCron.NONE;
        }
        long start = zone.start(segment);
        int before = zone.offset(segment - 1);
        if (gap == Gap.FIRE_AFTER) {
            return second <= start && matchesInGap(segment) ? start : LocalCron.NONE;
        }
        if (second >= start + length) {
            return LocalCron.NONE;
        }
        long match = cron.next(Math.max(second, start) + before);
        return match < start + before + length ? match - before : LocalCron.NONE;
    }

    @Override
    public long last(long beforeMillis) {
        long to = Math.min(Math.floorDiv(beforeMillis - 1, 1000L), LAST_SECOND);
        if (beforeMillis == Long.MIN_VALUE || to < FIRST_SECOND) {
            return Recurrence.NONE_BEFORE;
        }
        long moved = ZoneTable.cycles(to);
        long found = lastSecond(to - moved);
        return found == LocalCron.NONE_BEFORE || found + moved < FIRST_SECOND
                ? Recurrence.NONE_BEFORE
                : (found + moved) * 1000;
    }

    private long lastSecond(long to) {
        long second = to;
        int segment = zone.segmentAt(second);
        while (true) {
            int offset = zone.offset(segment);
            long start = localStart(segment);
            long local = Math.min(second + offset, localEnd(segment) - 1);
            long match = cron.last(local);
            long found = match >= start ? match - offset : LocalCron.NONE_BEFORE;
            found = Math.max(found, lastFromGap(segment, second));
            if (found != LocalCron.NONE_BEFORE || match == LocalCron.NONE_BEFORE) {
                return found;
            }
            int previous = segment - 1;
            if (start - match > MARGIN && local - start > MARGIN) {
                previous = Math.min(previous, zone.segmentAt(match - offset + MARGIN));
            }
            segment = previous;
            second = zone.end(segment) - 1;
        }
    }

    /** The last instant at or before {@code second} that the gap at the segment's start gives. */
    private long lastFromGap(int segment, long second) {
        int length = zone.shiftAtStart(segment);
        if (length <= 0 || gap == Gap.SKIP) {
            return LocalCron.NONE_BEFORE;
        }
        long start = zone.start(segment);
        int before = zone.offset(segment - 1);
        if (gap == Gap.FIRE_AFTER) {
            return matchesInGap(segment) ? start : LocalCron.NONE_BEFORE;
        }
        long match = cron.last(Math.min(second, start + length - 1) + before);
        return match >= start + before ? match - before : LocalCron.NONE_BEFORE;
    }

    @Override
    public long count(long fromMillis, long toMillis) {
        long from = Math.max(Math.ceilDiv(fromMillis, 1000L), FIRST_SECOND);
        long to = Math.min(Math.ceilDiv(toMillis, 1000L), LAST_SECOND + 1);
        if (from >= to) {
            return 0;
        }
        if (to <= ZoneTable.REPEATS_FROM) {
            return countSeconds(from, to);
        }
        long result = from < ZoneTable.REPEATS_FROM ? countSeconds(from, ZoneTable.REPEATS_FROM) : 0;
        for (long start = Math.max(from, ZoneTable.REPEATS_FROM); start < to; ) {
            long moved = ZoneTable.cycles(start);
            long end = Math.min(to, ZoneTable.REPEATS_FROM + moved);
            result += countSeconds(start - moved, end - moved);
            start = end;
        }
        return result;
    }

    private long countSeconds(long from, long to) {
        long result = 0;
        for (int segment = zone.segmentAt(from); segment < zone.segments() && zone.start(segment) < to; segment++) {
            int offset = zone.offset(segment);
            long start = Math.max(from + offset, localStart(segment));
            long end = Math.min(to + offset, localEnd(segment));
            result += cron.count(start, end) + countFromGap(segment, from, to);
        }
        return result;
    }

    /** Instants that only the gap at the segment's start gives. A gap is at most a day long, so this is bounded. */
    private long countFromGap(int segment, long from, long to) {
        long result = 0;
        long found = nextFromGap(segment, Math.max(from, zone.start(segment)));
        while (found < to) {
            if (!isRegular(segment, found)) {
                result++;
            }
            found = nextFromGap(segment, found + 1);
        }
        return result;
    }

    /** Whether a local time inside the gap at the segment's start matches. */
    boolean matchesInGap(int segment) {
        return firstInGap(segment) != LocalCron.NONE;
    }

    /** The first matching local second inside the gap at the segment's start, or {@link LocalCron#NONE}. */
    long firstInGap(int segment) {
        int length = zone.shiftAtStart(segment);
        if (length <= 0) {
            return LocalCron.NONE;
        }
        long local = zone.start(segment) + zone.offset(segment - 1);
        long match = cron.next(local);
        return match < local + length ? match : LocalCron.NONE;
    }

    /** Whether the segment has this instant by its own local time, whatever a gap adds. */
    boolean isRegular(int segment, long second) {
        long local = second + zone.offset(segment);
        return local >= localStart(segment) && local < localEnd(segment) && cron.next(local) == local;
    }

    /** The first local time that the segment itself answers for. */
    private long localStart(int segment) {
        long start = zone.start(segment) + zone.offset(segment);
        int shift = zone.shiftAtStart(segment);
        return shift < 0 && overlap == Overlap.FIRST ? start - shift : start;
    }

    /** The end of the local times that the segment itself answers for. */
    private long localEnd(int segment) {
        long end = zone.end(segment) + zone.offset(segment);
        int shift = zone.shiftAtEnd(segment);
        return shift < 0 && overlap == Overlap.SECOND ? end + shift : end;
    }
}
