package dev.tactus.processor.core;

import dev.tactus.processor.core.state.PartitionState;
import dev.tactus.processor.core.timer.TimerIndex;
import java.util.function.LongSupplier;

/**
 * What the parts of one partition share.
 *
 * @param readyBytes how much heap this partition's schedules may take to be ready to fire; it varies with the number of
 *     partitions in this process
 * @param clock the task's clock in epoch milliseconds; a test drives it
 */
public record TaskContext(
        CoreSettings settings,
        PartitionState state,
        Facts facts,
        TimerIndex timers,
        LongSupplier readyBytes,
        LongSupplier clock) {
    public long now() {
        return clock.getAsLong();
    }
}
