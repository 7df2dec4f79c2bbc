package dev.tactus.recurrence;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a local time that a change of the clocks removes or repeats.
 *
 * <p>A part that is null follows Vixie cron (cron(8), "Daylight Saving Time"): an expression whose minute or hour field
 * begins with {@code *} follows elapsed time ({@link Gap#SKIP}, {@link Overlap#BOTH}); every other is fixed-time
 * ({@link Gap#FIRE_AFTER}, {@link Overlap#FIRST}).
 *
 * @param gap the rule for a local time that does not exist, or null for the default
 * @param overlap the rule for a local time that happens twice, or null for the default
 */
public record Dst(@Nullable Gap gap, @Nullable Overlap overlap) {
    /** The rule of Vixie cron. */
    public static final Dst DEFAULT = new Dst(null, null);

    /** The rule for a local time inside a gap. */
    public enum Gap {
        /** Fire at the first instant after the gap; several local times of one gap fire once. */
        FIRE_AFTER,
        /** Do not fire. */
        SKIP,
        /** Fire as if the clocks had not changed: as much later as the gap is long (02:30 fires at 03:30). */
        SHIFT
    }

    /** The rule for a local time inside an overlap. */
    public enum Overlap {
        /** Fire once, the first time. */
        FIRST,
        /** Fire once, the second time. */
        SECOND,
        /** Fire both times. */
        BOTH
    }
}
