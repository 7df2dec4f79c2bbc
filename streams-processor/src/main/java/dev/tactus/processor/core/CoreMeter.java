package dev.tactus.processor.core;

import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.SkipReason;
import org.jspecify.annotations.Nullable;

/**
 * Is told what the partitions of this JVM have done, after the commit that made it so: what an aborted transaction did is
 * not told, so a fire is counted once although it may be decided twice. Called on stream threads, by several at once.
 */
public interface CoreMeter {
    /** Counts nothing. */
    CoreMeter NONE = new CoreMeter() {
        @Override
        public void fired(FireKind kind, long count) {}

        @Override
        public void committedNow(long due, long count) {}

        @Override
        public void skipped(SkipReason reason, long count) {}

        @Override
        public void commands(Outcome.@Nullable Reason refused, long count) {}

        @Override
        public void schedulesRead(long count) {}

        @Override
        public void deadLetters(long count) {}

        @Override
        public void ticked(long nanos) {}
    };

    void fired(FireKind kind, long count);

    /**
     * So many fires were just committed that were all due at this instant; how late they are is now known.
     *
     * @param due epoch milliseconds
     */
    void committedNow(long due, long count);

    /** @param count of instants */
    void skipped(SkipReason reason, long count);

    /** @param refused null for those that were applied */
    void commands(Outcome.@Nullable Reason refused, long count);

    /** @param count of schedules that were not ready in memory, so that their rows were read */
    void schedulesRead(long count);

    void deadLetters(long count);

    /** A look at the timers, with what it handled; before its commit. */
    void ticked(long nanos);
}
