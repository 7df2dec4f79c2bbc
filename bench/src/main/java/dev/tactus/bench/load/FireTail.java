package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What a subscriber of {@code schedule-fires} sees of certain schedules, all the time, in a thread of its own. */
public final class FireTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long AHEAD_MILLIS = 2_000;

    /** How many are named of those that are waited for in vain. */
    private static final int NAMED = 10;

    private final Predicate<EntityKey> counted;
    private final ScheduledAt scheduledAt = new ScheduledAt();
    private final LatestFires latest = new LatestFires();
    private final Thread thread;
    private volatile boolean closed;
    private long seen;
    private @Nullable RuntimeException ended;

    /** @param counted asked in that thread; the others' fires are passed over */
    public FireTail(String bootstrapServers, Predicate<EntityKey> counted) {
        this.counted = counted;
        CommittedReader fires = new CommittedReader(bootstrapServers, Topic.SCHEDULE_FIRES.topicName());
        this.thread = Thread.ofPlatform().daemon().name("fire-tail").start(() -> follow(fires));
    }

    private void follow(CommittedReader fires) {
        try (fires) {
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> fire : fires.poll(POLL)) {
                    EntityKey schedule = EntityKey.parse(fire.key());
                    if (counted.test(schedule)) {
                        note(schedule, fire.partition(), scheduledAt.of(fire.value()));
                    }
                }
            }
        } catch (RuntimeException e) {
            end(e);
        }
    }

    private synchronized void end(RuntimeException e) {
        ended = e;
        notifyAll();
    }

    private synchronized void note(EntityKey schedule, int partition, long nominal) {
        seen++;
        if (nominal > System.currentTimeMillis() + AHEAD_MILLIS) {
            // Decided by a clock that was set forward: it says nothing of now.
            return;
        }
        latest.note(schedule, partition, nominal);
        notifyAll();
    }

    /** How many of them were visible so far. */
    public synchronized long seen() {
        return seen;
    }

    /**
     * Waits until each of these partitions has a visible fire whose nominal instant is this one or later. Its other schedules
     * may still be behind: what a schedule is owed late is fired together, whatever others are owed before.
     *
     * @throws BenchFailure naming some of those that have none when the time is over
     */
    public synchronized void await(Instant instant, Collection<Integer> partitions, Duration within) {
        await("of " + instant + " or later in the partitions", () -> latest.before(instant, partitions), within);
    }

    /**
     * Waits until each of these schedules has a visible fire whose nominal instant is later than this one, and so has its
     * verdict on all that was due by then.
     *
     * @throws BenchFailure naming some of those that have none when the time is over
     */
    public synchronized void awaitEach(Instant instant, Collection<EntityKey> schedules, Duration within) {
        await("behind " + instant + " of the schedules", () -> latest.notPast(instant, schedules), within);
    }

    /** @param missing what there is no such fire of */
    private synchronized void await(String fires, Supplier<List<?>> missing, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        List<?> left = missing.get();
        while (!left.isEmpty()) {
            if (ended != null) {
                throw new BenchFailure("fires could not be read any more: " + ended, ended);
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (millis <= 0) {
                throw new BenchFailure("no fire was visible within " + within.toSeconds() + " s " + fires + " "
                        + left.subList(0, Math.min(NAMED, left.size())) + ", of " + left.size());
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchFailure("interrupted", e);
            }
            left = missing.get();
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join(TimeUnit.SECONDS.toMillis(5));
    }
}
