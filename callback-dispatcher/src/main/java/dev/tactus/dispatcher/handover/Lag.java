package dev.tactus.dispatcher.handover;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records this instance's partitions hold that it has not read, by topic. What the consumer knows of the ends is
 * as old as its last fetch: while all of a topic is paused because there is no room, the numbers stand still.
 */
public final class Lag {
    private static final long EVERY_NANOS = Duration.ofMillis(500).toNanos();

    private volatile Map<String, Long> byTopic = Map.of();
    private long lookedAt = System.nanoTime() - EVERY_NANOS;

    /** Of a topic; 0 when nothing is known of it. May be called from any thread. */
    public long records(String topic) {
        return byTopic.getOrDefault(topic, 0L);
    }

    /** The topics that are read. */
    public List<String> topics() {
        return HandoverLoop.TOPICS;
    }

    /** Looks, now and then, and waits for nobody. Called on the consumer's thread. */
    void look(Consumer<?, ?> consumer, long nanoTime) {
        if (nanoTime - lookedAt < EVERY_NANOS) {
            return;
        }
        lookedAt = nanoTime;
        Map<String, Long> sums = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            sums.merge(partition.topic(), consumer.currentLag(partition).orElse(0), Long::sum);
        }
        byTopic = Map.copyOf(sums);
    }

    /** These partitions are not read any more. */
    void unknown() {
        byTopic = Map.of();
    }
}
