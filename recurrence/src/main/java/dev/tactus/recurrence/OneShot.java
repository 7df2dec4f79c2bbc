package dev.tactus.recurrence;

/** A single instant. */
record OneShot(long at) implements Timeline {
    @Override
    public long next(long afterMillis) {
        return afterMillis < at ? at : Recurrence.NONE;
    }

    @Override
    public long last(long beforeMillis) {
        return beforeMillis > at ? at : Recurrence.NONE_BEFORE;
    }

    @Override
    public long count(long fromMillis, long toMillis) {
        return fromMillis <= at && at < toMillis ? 1 : 0;
    }
}
