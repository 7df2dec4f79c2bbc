package dev.tactus.contracts.job;

import java.time.Instant;
import java.util.Locale;

/**
 * A fact about a job, on {@code job-events}; its type is {@code job.} and the status that the job took.
 *
 * @param seq counts the facts of this partition, over all topics
 */
public record JobEvent(Job job, Instant effectiveAt, long seq) {
    /** The name in the header {@code event-type}, as in {@code job.completed}. */
    public String type() {
        return "job." + job.status().name().toLowerCase(Locale.ROOT);
    }
}
