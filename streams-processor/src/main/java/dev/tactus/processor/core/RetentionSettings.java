package dev.tactus.processor.core;

import java.time.Duration;

/**
 * How long a partition keeps what is over. The log keeps it for as long as its topics do.
 *
 * @param jobs a finished job is removed so long after its end
 * @param jobsPerSchedule of a schedule's finished jobs the newest so many are kept, and those with a callback that was not
 *     delivered; at least 1
 * @param deliveries a settled delivery is removed so long after its last attempt, or with its job
 */
public record RetentionSettings(Duration jobs, int jobsPerSchedule, Duration deliveries) {
    public static final RetentionSettings STANDARD =
            new RetentionSettings(Duration.ofDays(30), 100, Duration.ofDays(30));
}
