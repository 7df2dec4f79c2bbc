package dev.tactus.bench.chaos;

import dev.tactus.bench.BenchFailure;
import dev.tactus.contracts.topic.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Tells whether fires were written that nobody may read yet: then their processor is in the middle of a transaction. */
final class OpenTransactions implements AutoCloseable {
    private final Admin admin;

    OpenTransactions(String bootstrapServers) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Whether one is open in one of these partitions. */
    boolean in(Collection<Integer> partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition ->
                asked.put(new TopicPartition(Topic.SCHEDULE_FIRES.topicName(), partition), OffsetSpec.latest()));
        try {
            Map<TopicPartition, ListOffsetsResultInfo> stable = admin.listOffsets(
                            asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get();
            Map<TopicPartition, ListOffsetsResultInfo> ends =
                    admin.listOffsets(asked).all().get();
            return asked.keySet().stream().anyMatch(partition -> {
                ListOffsetsResultInfo readable = stable.get(partition);
                ListOffsetsResultInfo end = ends.get(partition);
                return readable != null && end != null && readable.offset() < end.offset();
            });
        } catch (ExecutionException e) {
            throw new BenchFailure("the broker did not say where the fires end: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
