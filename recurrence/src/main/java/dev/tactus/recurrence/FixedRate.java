package dev.tactus.recurrence;

/**
 * A fixed period of elapsed time, counted from an anchor and never from the previous fire, so that it does not drift.
 *
 * @param first the first instant, epoch milliseconds
 * @param period milliseconds, positive
 */
record FixedRate(long first, long period) implements Timeline {
    @Override
    public long next(long afterMillis) {
        if (afterMillis < first) {
            return first;
        }
        if (afterMillis > Recurrence.LAST_MILLIS) {
            return Recurrence.NONE;
        }
        return first + (Math.floorDiv(afterMillis - first, period) + 1) * period;
    }

    @Override
    public long last(long beforeMillis) {
        if (beforeMillis <= first) {
            return Recurrence.NONE_BEFORE;
        }
        long before = Math.min(beforeMillis, Recurrence.LAST_MILLIS);
        return first + Math.floorDiv(before - 1 - first, period) * period;
    }

    @Override
    public long count(long fromMillis, long toMillis) {
        long from = Math.max(fromMillis, first);
        long to = Math.min(toMillis, Recurrence.LAST_MILLIS);
        return from >= to ? 0 : Math.ceilDiv(to - first, period) - Math.ceilDiv(from - first, period);
    }
}
