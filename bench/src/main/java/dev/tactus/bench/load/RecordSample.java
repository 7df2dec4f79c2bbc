package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * What a herd left in Kafka: its fire events, and the rows that they changed, as the store's changelog has them. Copies of
 * these are as large, and compress as well, as what the processor writes.
 */
public record RecordSample(List<ConsumerRecord<byte[], byte[]>> fires, List<ConsumerRecord<byte[], byte[]>> rows) {
    /** The changelog of the processor's store: its application's id, and the store's name. */
    private static final String CHANGELOG = "tactus-processor-state-changelog";

    private static final int PER_PARTITION = 500;
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** The last ones of each topic. The last that a herd writes to the changelog are the rows of its fires. */
    public static RecordSample last(String bootstrapServers) {
        return new RecordSample(
                read(bootstrapServers, Topic.SCHEDULE_FIRES.topicName()), read(bootstrapServers, CHANGELOG));
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers, String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (CommittedReader reader = new CommittedReader(bootstrapServers, topic)) {
            reader.rewind(PER_PARTITION);
            while (true) {
                ConsumerRecords<byte[], byte[]> records = reader.poll(QUIET);
                if (records.isEmpty()) {
                    break;
                }
                records.forEach(found::add);
            }
        }
        if (found.isEmpty()) {
            throw new BenchFailure("there is nothing in " + topic + " to take as an example");
        }
        return found;
    }

    /** Mean bytes of a fire event: key, value and headers. */
    public long fireBytes() {
        return meanBytes(fires);
    }

    /** Mean bytes of a changed row. */
    public long rowBytes() {
        return meanBytes(rows);
    }

    private static long meanBytes(List<ConsumerRecord<byte[], byte[]>> records) {
        return Math.round(
                records.stream().mapToLong(RecordSample::bytes).average().orElse(0));
    }

    private static long bytes(ConsumerRecord<byte[], byte[]> record) {
        long bytes = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (var header : record.headers()) {
            bytes += header.key().length() + header.value().length;
        }
        return bytes;
    }
}
