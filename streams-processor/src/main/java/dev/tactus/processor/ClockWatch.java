package dev.tactus.processor;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether somebody sets the wall clock, and says so. Kafka's clients count their times by it: set back an hour, a
 * consumer sends no heartbeat for an hour and loses its partitions again and again. So what has clients makes them anew.
 */
final class ClockWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final long SAID_FROM_MILLIS = 1_000;

    /** What a backward step ends. */
    @FunctionalInterface
    interface Clients {
        /** Makes the clients anew, and with them a time that begins where the wall clock stands. */
        SteadyTime renew();
    }

    private final Duration tolerated;
    private final Clients clients;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("clock-watch").factory());

    private SteadyTime time;
    private long ahead;
    /** The furthest ahead that a look has found it: the clients go by the latest clock that they have read. */
    private long furthest;

    /** @param tolerated a step back of less than this costs clients nothing that they do not mend themselves */
    ClockWatch(SteadyTime time, Duration tolerated, Clients clients) {
        this.time = time;
        this.tolerated = tolerated;
        this.clients = clients;
    }

    ClockWatch start() {
        var unused =
                thread.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** One look; a test calls it by hand. */
    void look() {
        try {
            long now = time.aheadMillis();
            long step = now - ahead;
            ahead = now;
            furthest = Math.max(furthest, now);
            if (step >= SAID_FROM_MILLIS) {
                LOG.warn(
                        "The clock was set forward by {} ms. Instants that came due by this are decided now: within the late"
                                + " window they fire, older ones by their schedules' catch-up policy.",
                        step);
            } else if (step <= -SAID_FROM_MILLIS) {
                LOG.warn("The clock was set back by {} ms. What is decided stays decided: nothing fires twice.", -step);
            }
            if (now <= furthest - tolerated.toMillis()) {
                LOG.warn("Kafka's clients count by the clock that was set back; the processor makes them anew.");
                time = clients.renew();
                ahead = time.aheadMillis();
                furthest = ahead;
                LOG.info("Kafka's clients are made anew; the clock is watched again");
            }
        } catch (RuntimeException e) {
            // Thrown out of here it would end the watch, and nobody would hear of it.
            LOG.error("The clock could not be watched; it is looked at again in a second", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
