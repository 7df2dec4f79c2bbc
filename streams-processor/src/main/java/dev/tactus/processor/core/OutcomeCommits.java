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
    private final long pace;

    private long last;
    private boolean wanted;

    /** @param pace the least time from a commit to the next request */
    OutcomeCommits(ProcessorContext<?, ?> context, Duration pace) {
        this.context = context;
        this.pace = pace.toMillis();
    }

    /** An outcome was decided. */
    void want() {
        wanted = true;
        turn();
    }

    /** Asks, if it is time to. */
    void turn() {
        long now = context.currentSystemTimeMs();
        // A clock that went back must not hold anyone up.
        if (wanted && (now >= last + pace || now < last)) {
            context.commit();
        }
    }

    /** When to call {@link #turn}; {@link TimerIndex#NEVER} if nothing waits. */
    long due() {
        return wanted ? last + pace : TimerIndex.NEVER;
    }

    /** The thread has committed, whoever asked for it. */
    void committed() {
        last = context.currentSystemTimeMs();
        wanted = false;
    }
}
