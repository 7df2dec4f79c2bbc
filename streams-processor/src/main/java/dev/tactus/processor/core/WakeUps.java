package dev.tactus.processor.core;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Calls the task when its next timer is due, and at least twice a second. A fixed fast tick would cost a transaction for
 * each commit interval even when nothing happens: to Kafka Streams every punctuation is something to commit.
 *
 * <p>When timers are due all the time, each call asks for a commit, and behind each commit the next call is due already.
 * Kafka Streams then takes a single record of each partition between two commits: it halves how many it takes with each
 * punctuation and each commit ({@code StreamThread.runOnce}, 4.3.1). So after a commit input goes first for a while, if
 * any comes.
 */
final class WakeUps {
    /** Well below the 2 s after which an owner that makes no turns is not believed any more. */
    private static final long LONGEST_MILLIS = 500;

    private final ProcessorContext<?, ?> context;
    private final Duration shortest;
    private final Commits commits;
    private final Runnable task;

    private @Nullable Cancellable scheduled;
    private long at;
    /** The call was put off once, for input; others may commit again meanwhile, and it is not put off twice. */
    private boolean putOff;

    /** @param shortest the least time from one call to the next, and what input has after a commit */
    WakeUps(ProcessorContext<?, ?> context, Duration shortest, Commits commits, Runnable task) {
        this.context = context;
        this.shortest = shortest;
        this.commits = commits;
        this.task = task;
    }

    /**
     * Sees to it that the task is called at this instant, or soon if it has passed.
     *
     * @param due epoch milliseconds
     */
    void at(long due) {
        long now = context.currentSystemTimeMs();
        long wanted = Math.max(now + shortest.toMillis(), Math.min(due, now + LONGEST_MILLIS));
        // A call that is no later will do: the task then says when it wants the next one.
        if (scheduled != null && at <= wanted && at > now - LONGEST_MILLIS) {
            return;
        }
        scheduleIn(wanted - now);
    }

    private void scheduleIn(long millis) {
        close();
        at = context.currentSystemTimeMs() + millis;
        scheduled = context.schedule(Duration.ofMillis(millis), PunctuationType.WALL_CLOCK_TIME, timestamp -> wake());
    }

    void close() {
        Cancellable before = scheduled;
        scheduled = null;
        if (before != null) {
            before.cancel();
        }
    }

    private void wake() {
        close();
        long left = putOff || !commits.hasReceived() ? 0 : commits.millisLeftOfPause(shortest);
        putOff = left > 0;
        if (putOff) {
            scheduleIn(left);
        } else {
            task.run();
        }
    }
}
