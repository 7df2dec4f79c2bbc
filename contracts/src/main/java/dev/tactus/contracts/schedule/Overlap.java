package dev.tactus.contracts.schedule;

/** What happens to an instant that comes while a job of the same schedule is still queued or running. */
public enum Overlap {
    /** Fire all the same. */
    ALLOW,
    /** Skip the instant. */
    SKIP,
    /** Let the one most recent instant wait until no job is open; skip the ones it replaces. */
    QUEUE_ONE,
    /** Cancel the open jobs, then fire. */
    CANCEL_PREVIOUS
}
