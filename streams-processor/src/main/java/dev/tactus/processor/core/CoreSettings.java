package dev.tactus.processor.core;

import dev.tactus.contracts.topic.Partitions;
import dev.tactus.processor.core.delivery.RetrySchedule;
import java.time.Duration;

/**
 * What the operator may set of the processor's behaviour.
 *
 * @param lateWindow an instant decided within it of being due is late, not missed
 * @param lease after which a silent dispatcher is given up
 * @param tick the least time from one look at the timers to the next
 * @param tickRecords the most timers that one tick handles before commands have their turn again
 * @param tickTime the longest that one tick takes, but for the last timer it began
 * @param outcomeRetention how long outcomes and first answers are kept
 * @param commandRetention after which a deleted schedule's command may be compacted away
 * @param deliveryRetries when failed deliveries are tried again
 * @param disableAfter a stored webhook to which nothing was delivered for so long, while deliveries failed, is disabled
 * @param readyBytes of heap that schedules which are ready to fire may take, in all partitions of this process together
 * @param retention how long what is over is kept
 */
public record CoreSettings(
        Partitions partitions,
        Duration lateWindow,
        Duration lease,
        Duration tick,
        int tickRecords,
        Duration tickTime,
        Duration outcomeRetention,
        Duration commandRetention,
        RetrySchedule deliveryRetries,
        Duration disableAfter,
        long readyBytes,
        RetentionSettings retention) {
    /** A third: as much again goes into the timers and the jobs that a herd of them leaves pending. */
    private static final int SHARE_OF_HEAP = 3;

    public static CoreSettings defaults(Partitions partitions) {
        return new CoreSettings(
                partitions,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMillis(10),
                4_000,
                Duration.ofMillis(50),
                Duration.ofHours(24),
                Duration.ofDays(7),
                RetrySchedule.STANDARD,
                Duration.ofDays(5),
                Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
                RetentionSettings.STANDARD);
    }
}
