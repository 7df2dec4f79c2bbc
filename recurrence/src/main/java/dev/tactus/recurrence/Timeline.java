package dev.tactus.recurrence;

/** A set of instants on the line of epoch milliseconds, before window and exclusions are applied. */
sealed interface Timeline permits ZonedCron, OneShot, FixedRate {
    /** The first instant strictly after the given one, or {@link Recurrence#NONE}. */
    long next(long afterMillis);

    /** The last instant strictly before the given one, or {@link Recurrence#NONE_BEFORE}. */
    long last(long beforeMillis);

    /** How many instants lie in the range, the end excluded. */
    long count(long fromMillis, long toMillis);
}
