package dev.tactus.contracts.schedule;

/** What happens to instants that were missed while the platform was down. */
public enum CatchUp {
    /** Fire the most recent missed instant once, skip the rest. */
    LATEST,
    /** Fire the newest {@code catch_up_limit} missed instants, skip the rest. */
    ALL,
    /** Skip them all. */
    NONE
}
