package dev.tactus.dispatcher.handover;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many records this instance's partitions hold that it has not taken over, by topic: from the position, where the next
 * hand-over begins, to the end. What the consumer has fetched ahead is not taken over and counts.
 *
 * <p>What the consumer knows of an end is as old as its last fetch, and it fetches nothing of a partition that is paused. So
 * the broker is asked for those ends, and for the ends of partitions of which nothing was fetched yet.
 */
public final class Lag {
    private static final Logger LOG = LoggerFactory.getLogger(Lag.class);
    private static final long EVERY_NANOS = Duration.ofMillis(500).toNanos();
    /** The hand-over waits meanwhile. */
    private static final Duration ANSWER = Duration.ofMillis(200);

    private volatile Map<String, Long> byTopic = Map.of();
    private Map<TopicPartition, Long> byPartition = Map.of();
    private long lookedAt = System.nanoTime() - EVERY_NANOS;

    /** Of a topic; 0 when nothing is known of it. May be called from any thread. */
    public long records(String topic) {
        return byTopic.getOrDefault(topic, 0L);
    }

    /** The topics that are read. */
    public List<String> topics() {
        return HandoverLoop.TOPICS;
    }

    /**
     * Looks, now and then. Called on the consumer's thread, between hand-overs: position and commit are the same then.
     *
     * @param nanoTime as of {@link System#nanoTime}
     */
    void look(Consumer<?, ?> consumer, long nanoTime) {
        if (nanoTime - lookedAt < EVERY_NANOS) {
            return;
        }
        lookedAt = nanoTime;
        Set<TopicPartition> paused = consumer.paused();
        Map<TopicPartition, Long> now = new HashMap<>();
        Set<TopicPartition> unknown = new HashSet<>(paused);
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong fetched = paused.contains(partition) ? OptionalLong.empty() : consumer.currentLag(partition);
            if (fetched.isPresent()) {
                now.put(partition, fetched.getAsLong());
            } else {
                unknown.add(partition);
            }
        }
        now.putAll(asked(consumer, unknown));
        byPartition = now;
        byTopic = now.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().topic(), Collectors.summingLong(Map.Entry::getValue)));
    }

    /** What was known stays until the broker answers. */
    private Map<TopicPartition, Long> asked(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> lags = new HashMap<>(byPartition);
        lags.keySet().retainAll(partitions);
        if (partitions.isEmpty()) {
            return lags;
        }
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                long position = consumer.position(end.getKey(), ANSWER);
                lags.put(end.getKey(), Math.max(0, end.getValue() - position));
            }
        } catch (TimeoutException e) {
            LOG.debug("it is not known how far {} are behind: {}", partitions, e.getMessage());
        }
        return lags;
    }

    /** These partitions are not read any more. */
    void unknown() {
        byTopic = Map.of();
        byPartition = Map.of();
    }
}
