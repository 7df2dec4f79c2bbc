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
 * Kafka Streams' store on disk, which does not write down how far its changelog has come when it holds what was decided
 * in a commit that failed: the changelog does not have that.
 *
 * <p>Kafka Streams 4.3.1 writes that down for each task whose partition it gives away, and takes those for committed that
 * have no offsets in the commit ({@code TaskManager.handleRevocation}). A task whose store refuses is closed as one that
 * is not committed, and its state is restored from the changelog.
 */
public final class FencedStore extends RocksDBStore {
    private static final long NEVER = -1;

    private final Commits commits;
    /** The transaction in which a task wrote to it last. What is restored is committed, and so is what a standby has. */
    private long writtenIn = NEVER;

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
        writtenIn = commits.transaction();
        super.put(key, value);
    }

    @Override
    public synchronized void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        writtenIn = commits.transaction();
        super.putAll(entries);
    }

    /** @throws ProcessorStateException when it holds what its thread could not commit; only that thread is told */
    @Override
    public synchronized void commit(Map<TopicPartition, Long> changelogOffsets) {
        if (commits.haveFailed() && writtenIn == commits.transaction()) {
            throw new ProcessorStateException("The last commit of this thread has failed. The store " + name()
                    + " holds what was decided in it, and is restored from its changelog");
        }
        super.commit(changelogOffsets);
    }
}
