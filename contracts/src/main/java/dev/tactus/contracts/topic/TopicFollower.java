package dev.tactus.contracts.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic on a thread of its own, without a group, for as long as it is wanted. Whatever breaks it off, it goes on
 * where it was with a new consumer, after a pause that grows up to a bound; a streak of failures is logged once.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Turns turns;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Where to go on with a new consumer. Only the thread touches it once that runs. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile boolean failing;

    /** What is done with the topic, on the follower's thread. */
    public interface Turns {
        /** Polls once and does what there is to do. A {@link TopicFollower#wakeup} may break it off anywhere. */
        void turn(Consumer<byte[], byte[]> consumer);

        /** A new consumer goes on for one that failed: what the turns know of that one is void. */
        default void anew() {}
    }

    /** @param consumers makes consumers that have no group */
    public TopicFollower(Topic topic, String threadName, Supplier<Consumer<byte[], byte[]>> consumers, Turns turns) {
        this.topic = topic.topicName();
        this.consumers = consumers;
        this.turns = turns;
        this.thread = Thread.ofPlatform().name(threadName).daemon().unstarted(this::run);
    }

    /** Begins at the start of the topic; returns at once. */
    public void start() {
        thread.start();
    }

    /** Begins at the end of the topic as it is now. */
    public void startAtEnd() {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            positions.putAll(consumer.endOffsets(partitions(consumer)));
        }
        thread.start();
    }

    /** Breaks off a turn that waits, so that the next one looks at what is wanted. */
    public void wakeup() {
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /** False while it has broken off and did not read again since. */
    public boolean reads() {
        return !failing && !ended();
    }

    /** Whether it will never read again, although nobody closed it: only a new process helps. */
    public boolean ended() {
        return thread.getState() == Thread.State.TERMINATED && !isClosed();
    }

    @Override
    public void close() {
        closed.countDown();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        wakeup();
        try {
            var unused = thread.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (!isClosed()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                current = consumer;
                boolean begun = false;
                while (!isClosed()) {
                    try {
                        if (!begun) {
                            begin(consumer);
                            begun = true;
                        }
                        turns.turn(consumer);
                        consumer.assignment()
                                .forEach(partition -> positions.put(partition, consumer.position(partition)));
                    } catch (WakeupException e) {
                        continue;
                    }
                    if (failures > 0) {
                        LOG.info("{} is read again", topic);
                        failures = 0;
                        failing = false;
                    }
                }
            } catch (RuntimeException e) {
                failing = true;
                if (failures++ == 0) {
                    LOG.error("reading {} broke off and is tried again until it works", topic, e);
                }
                pause(failures);
                turns.anew();
            } catch (Error e) {
                LOG.error("{} is not read any more: restart this service", topic, e);
                throw e;
            } finally {
                current = null;
            }
        }
    }

    private void begin(Consumer<byte[], byte[]> consumer) {
        if (positions.isEmpty()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return;
        }
        consumer.assign(positions.keySet());
        positions.forEach(consumer::seek);
    }

    private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private void pause(int failures) {
        long millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures - 1, 10));
        try {
            var unused = closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }
}
