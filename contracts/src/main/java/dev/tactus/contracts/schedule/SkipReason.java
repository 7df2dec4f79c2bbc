package dev.tactus.contracts.schedule;

/** Why a nominal instant did not fire. */
public enum SkipReason {
    /** Missed during a downtime, and the catch-up policy does not fire it. */
    MISSED,
    /** Missed for longer than the catch-up window. */
    OUTSIDE_WINDOW,
    /** A job of the schedule was still open. */
    OVERLAP,
    /** It waited for an open job, and a newer instant took its place. */
    SUPERSEDED,
    /** The schedule was disabled before the instant was decided. */
    DISABLED,
    /** The schedule was deleted before the instant was decided. */
    DELETED,
    /** The schedule had fired as often as it may. */
    MAX_FIRES
}
