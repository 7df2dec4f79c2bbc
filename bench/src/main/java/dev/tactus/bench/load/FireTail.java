package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a subscriber of {@code schedule-fires} sees of certain schedules, all the time, in a thread of its own. */
public final class FireTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long AHEAD_MILLIS = 2_000;

    private final Predicate<EntityKey> counted;
    private final ScheduledAt scheduledAt = new ScheduledAt();
    private final long[] latest = new long[TactusProcesses.PARTITIONS.count()];
    private final Thread thread;
    private volatile boolean closed;
    private long seen;

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
                    if (counted.test(EntityKey.parse(fire.key()))) {
                        note(fire.partition(), scheduledAt.of(fire.value()));
                    }
                }
            }
        }
    }

    private synchronized void note(int partition, long nominal) {
        seen++;
        if (nominal > System.currentTimeMillis() + AHEAD_MILLIS) {
            // Decided by a clock that was set forward: it says nothing of now.
            return;
        }
        latest[partition] = Math.max(latest[partition], nominal);
        notifyAll();
    }

    /** How many of them were visible so far. */
    public synchronized long seen() {
        return seen;
    }

    /** Which of these partitions have a visible fire whose nominal instant is this one or later. */
    public synchronized List<Integer> firedSince(Instant instant, Collection<Integer> partitions) {
        return partitions.stream()
                .filter(partition -> latest[partition] >= instant.toEpochMilli())
                .toList();
    }

    /**
     * Waits until each of these partitions has a visible fire whose nominal instant is this one or later.
     *
     * @throws BenchFailure naming those that have none when the time is over
     */
    public synchronized void await(Instant instant, Collection<Integer> partitions, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        while (firedSince(instant, partitions).size() < partitions.size()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                List<Integer> fired = firedSince(instant, partitions);
                throw new BenchFailure("no fire of " + instant + " or later was visible within " + within.toSeconds()
                        + " s in the partitions "
                        + partitions.stream()
                                .filter(partition -> !fired.contains(partition))
                                .toList());
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchFailure("interrupted", e);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join(TimeUnit.SECONDS.toMillis(5));
    }
}
