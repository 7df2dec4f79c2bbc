package dev.tactus.processor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.TaskId;

/**
 * The partitions of other processors of which this one keeps a copy, and how far each copy is behind: what an owner leaves
 * goes to a copy at once if that is near enough, and is restored first otherwise.
 */
final class Standbys implements StandbyUpdateListener {
    /** In records of the changelog, as of the last that were copied; 0 before the first. */
    private final Map<TopicPartition, Long> behind = new ConcurrentHashMap<>();

    @Override
    public void onUpdateStart(TopicPartition changelog, String store, long startingOffset) {
        behind.put(changelog, 0L);
    }

    @Override
    public void onBatchLoaded(
            TopicPartition changelog, String store, TaskId task, long batchEndOffset, long batchSize, long endOffset) {
        behind.put(changelog, Math.max(0, endOffset - batchEndOffset));
    }

    @Override
    public void onUpdateSuspended(
            TopicPartition changelog, String store, long storeOffset, long endOffset, SuspendReason reason) {
        behind.remove(changelog);
    }

    int count() {
        return behind.size();
    }

    /** Of all copies together, in records. */
    long lag() {
        return behind.values().stream().mapToLong(Long::longValue).sum();
    }
}
