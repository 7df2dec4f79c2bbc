package dev.tactus.processor.core;

import dev.tactus.processor.core.timer.TimerIndex;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Asks for the commits that outcomes wait for. A commit takes milliseconds, and Kafka Streams looks for a request after
 * every record: asked for with each command, a flood of commands is committed one by one. So the first after a pause is
 * committed at once, and those that follow it closely together.
 */
final class OutcomeCommits {
    private final ProcessorContext<?, ?> context;
    private final long pace;

    /** Of the JVM, because the task's own clock stands still while it commits. */
    private long committedAtNanos;

    private boolean wanted;
    private long due = TimerIndex.NEVER;

    /** @param pace the least time from the end of a commit to the next request */
    OutcomeCommits(ProcessorContext<?, ?> context, Duration pace) {
        this.context = context;
        this.pace = pace.toMillis();
        this.committedAtNanos = System.nanoTime() - pace.toNanos();
    }

    /** An outcome was decided. */
    void want() {
        if (wanted) {
            return;
        }
        wanted = true;
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - committedAtNanos);
        if (since >= pace) {
            context.commit();
        } else {
            due = context.currentSystemTimeMs() + pace - since;
        }
    }

    /** Asks for the commit that waits, if it is time to. */
    void turn() {
        if (wanted && context.currentSystemTimeMs() >= due) {
            context.commit();
        }
    }

    /** When to call {@link #turn}; {@link TimerIndex#NEVER} if nothing waits. */
    long due() {
        return due;
    }

    /** The thread has committed, whoever asked for it. */
    void committed() {
        committedAtNanos = System.nanoTime();
        wanted = false;
        due = TimerIndex.NEVER;
    }
}
