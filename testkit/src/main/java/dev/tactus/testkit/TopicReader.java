package dev.tactus.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * An observer outside the platform: reads one topic from its beginning with {@code isolation.level=read_committed}, in no
 * group, and keeps every record. It may be opened before the topic exists.
 */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final String bootstrapServers;
    private final String topic;
    private final Arrivals<ConsumerRecord<byte[], byte[]>> arrivals = new Arrivals<>();
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private TopicReader(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.thread = new Thread(this::run, "topic-reader-" + topic);
        thread.setDaemon(true);
    }

    /** Starts reading. */
    public static TopicReader open(String bootstrapServers, String topic) {
        TopicReader reader = new TopicReader(bootstrapServers, topic);
        reader.thread.start();
        return reader;
    }

    /** What has been read so far, in order within each partition. */
    public List<ConsumerRecord<byte[], byte[]>> records() {
        return arrivals.snapshot();
    }

    /** Waits for a record that matches, and returns the first such. */
    public ConsumerRecord<byte[], byte[]> await(Predicate<ConsumerRecord<byte[], byte[]>> predicate, Duration timeout) {
        return arrivals.awaitMatch(predicate, "a record on " + topic + " that matches", timeout);
    }

    /** Waits until at least this many records match, and returns all that do. */
    public List<ConsumerRecord<byte[], byte[]>> awaitCount(
            int count, Predicate<ConsumerRecord<byte[], byte[]>> predicate, Duration timeout) {
        return arrivals.await(
                list -> {
                    List<ConsumerRecord<byte[], byte[]>> matching =
                            list.stream().filter(predicate).toList();
                    return matching.size() >= count ? Optional.of(matching) : Optional.empty();
                },
                count + " records on " + topic + " that match",
                timeout);
    }

    /**
     * Reads up to the topic's end as of this call and returns all: what "and no more than that" is asserted on. Records of
     * a transaction that is open at that moment are not among them.
     */
    public List<ConsumerRecord<byte[], byte[]>> readToEnd(Duration timeout) {
        Map<TopicPartition, Long> ends;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            ends = consumer.endOffsets(partitions(consumer));
        }
        return arrivals.await(
                list -> reached(ends) ? Optional.of(List.copyOf(list)) : Optional.empty(),
                "the end of " + topic + " at " + ends,
                timeout);
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            while (partitions.isEmpty() && !isClosed(POLL)) {
                partitions = partitions(consumer);
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!isClosed(Duration.ZERO)) {
                consumer.poll(POLL).forEach(arrivals::add);
                boolean moved = false;
                for (TopicPartition partition : partitions) {
                    Long position = consumer.position(partition);
                    // Also moves without a record: over the markers of transactions, and over what was aborted.
                    moved |= !position.equals(positions.put(partition, position));
                }
                if (moved) {
                    arrivals.changed();
                }
            }
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "allow.auto.create.topics", "false",
                "auto.offset.reset", "earliest",
                "fetch.max.wait.ms", "50");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private boolean isClosed(Duration wait) {
        try {
            return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops reading; what was read stays readable. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
