package dev.tactus.bench.load;

import dev.tactus.bench.process.TactusProcesses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic as a subscriber sees it: {@code read_committed}, from the moment of its making on. */
public final class CommittedReader implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;

    public CommittedReader(String bootstrapServers, String topic) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, TactusProcesses.PARTITIONS.count())
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // The seek is carried out when the position is asked for.
        partitions.forEach(consumer::position);
    }

    public ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
        return consumer.poll(atMost);
    }

    /** Goes back, at most so many records, in every partition. */
    public void rewind(long records) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(consumer.assignment());
        begins.forEach((partition, begin) ->
                consumer.seek(partition, Math.max(begin, consumer.position(partition) - records)));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
