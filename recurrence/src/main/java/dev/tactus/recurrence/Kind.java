package dev.tactus.recurrence;

/** What drives a schedule. */
public enum Kind {
    /** A cron expression, walked on the local time of a zone. */
    CRON,
    /** One instant. */
    AT,
    /** A fixed period of elapsed time. */
    EVERY
}
