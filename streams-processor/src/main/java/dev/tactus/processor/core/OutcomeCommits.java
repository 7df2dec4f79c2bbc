package dev.tactus.processor.core;

import dev.tactus.processor.core.timer.TimerIndex;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Asks for the commits that outcomes wait for. A commit takes milliseconds, and Kafka Streams looks for a request after
 * every record: asked for with each command, a flood of commands is committed one by one. So the first after a pause is
 * committed at once, and those that follow it closely together.
 */
final class OutcomeCommits {
    private final ProcessorContext<?, ?> context;
    private final Commits commits;
    private final Duration pace;

    private boolean wanted;
    private long due = TimerIndex.NEVER;

    /** @param pace the least time from the end of a commit to the next request */
    OutcomeCommits(ProcessorContext<?, ?> context, Commits commits, Duration pace) {
        this.context = context;
        this.commits = commits;
        this.pace = pace;
    }

    /** An outcome was decided. */
    void want() {
        if (wanted) {
            return;
        }
        wanted = true;
        long left = commits.millisLeftOf(pace);
        if (left > 0) {
            due = context.currentSystemTimeMs() + left;
        } else {
            context.commit();
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
        wanted = false;
        due = TimerIndex.NEVER;
    }
}
