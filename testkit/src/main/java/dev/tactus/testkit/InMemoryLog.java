package dev.tactus.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Topics without a broker, for tests of what reads them: records are appended, and a consumer reads them. */
public final class InMemoryLog {
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /** Makes a topic with so many partitions. */
    public void topic(String name, int partitions) {
        for (int i = 0; i < partitions; i++) {
            records.put(new TopicPartition(name, i), new ArrayList<>());
            ends.put(new TopicPartition(name, i), 0L);
        }
    }

    /** Appends a record and returns its offset. */
    public long append(String topic, int partition, byte @Nullable [] key, byte @Nullable [] value, long timestamp) {
        TopicPartition at = new TopicPartition(topic, partition);
        long offset = ends.merge(at, 1L, Long::sum) - 1;
        Headers headers = new RecordHeaders();
        of(at).add(new ConsumerRecord<>(
                topic,
                partition,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length,
                value == null ? -1 : value.length,
                key,
                value,
                headers,
                Optional.empty()));
        return offset;
    }

    /** Forgets what is before an offset, as retention does. */
    public void removeBefore(String topic, int partition, long offset) {
        of(new TopicPartition(topic, partition)).removeIf(record -> record.offset() < offset);
    }

    /** Takes records out, as if they had never been written. */
    public void remove(String topic, int partition, Predicate<ConsumerRecord<byte[], byte[]>> which) {
        of(new TopicPartition(topic, partition)).removeIf(which);
    }

    private List<ConsumerRecord<byte[], byte[]>> of(TopicPartition partition) {
        List<ConsumerRecord<byte[], byte[]>> list = records.get(partition);
        if (list == null) {
            throw new IllegalArgumentException("there is no " + partition);
        }
        return list;
    }

    /** A consumer that reads what is there when it is assigned. */
    public Consumer<byte[], byte[]> consumer() {
        return new Reader();
    }

    private final class Reader extends MockConsumer<byte[], byte[]> {
        private Reader() {
            super(AutoOffsetResetStrategy.EARLIEST.name());
            Map<String, List<PartitionInfo>> topics = new TreeMap<>();
            records.keySet()
                    .forEach(partition -> topics.computeIfAbsent(partition.topic(), name -> new ArrayList<>())
                            .add(new PartitionInfo(partition.topic(), partition.partition(), null, null, null)));
            topics.forEach(this::updatePartitions);
            updateEndOffsets(ends);
            Map<TopicPartition, Long> begins = new HashMap<>();
            records.forEach((partition, list) -> begins.put(
                    partition,
                    list.isEmpty()
                            ? ends.get(partition)
                            : Long.valueOf(list.getFirst().offset())));
            updateBeginningOffsets(begins);
        }

        @Override
        public synchronized void assign(Collection<TopicPartition> partitions) {
            super.assign(partitions);
            for (TopicPartition partition : partitions) {
                of(partition).forEach(this::addRecord);
            }
        }
    }
}
