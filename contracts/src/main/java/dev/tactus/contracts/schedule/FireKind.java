package dev.tactus.contracts.schedule;

/** What made a schedule fire. */
public enum FireKind {
    CRON,
    AT,
    EVERY,
    MANUAL,
    BACKFILL
}
