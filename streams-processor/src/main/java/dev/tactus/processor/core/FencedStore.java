package dev.tactus.processor.core;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.RocksDBStore;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams' store on disk, which does not write down how far its changelog has come when its thread's last commit
 * has failed: it holds what was decided in that commit, and the changelog does not.
 *
 * <p>Kafka Streams 4.3.1 writes that down for each task whose partition it gives away, and takes those for committed that
 * have no offsets in the commit ({@code TaskManager.handleRevocation}). A task whose store refuses is closed as one that
 * is not committed, and its state is restored from the changelog.
 */
public final class FencedStore extends RocksDBStore {
    private final Commits commits;
    /** Whether a task has written to it. What is restored is committed, and so is all that a standby has. */
    private boolean written;

    private FencedStore(String name, String metricsScope, Commits commits) {
        super(name, metricsScope);
        this.commits = commits;
    }

    /** @param commits told of the commits of the thread on which the store is used */
    public static KeyValueBytesStoreSupplier supplier(String name, Commits commits) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new FencedStore(name, metricsScope(), commits);
            }

            @Override
            public String metricsScope() {
                return "rocksdb";
            }
        };
    }

    @Override
    public synchronized void put(Bytes key, byte @Nullable [] value) {
        written = true;
        super.put(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        written = true;
        super.putAll(entries);
    }

    /** @throws ProcessorStateException when the thread's last commit has failed; only its own thread is told */
    @Override
    public synchronized void commit(Map<TopicPartition, Long> changelogOffsets) {
        if (written && commits.haveFailed()) {
            throw new ProcessorStateException("The last commit of this thread has failed. The store " + name()
                    + " holds what was decided in it, and is restored from its changelog");
        }
        super.commit(changelogOffsets);
    }
}
