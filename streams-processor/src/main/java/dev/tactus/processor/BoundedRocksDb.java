package dev.tactus.processor;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One bound on the memory of all stores of this JVM. By default each store may take 50 MB of block cache and three write
 * buffers of 16 MB, outside the heap; a processor has several stores for each of its partitions.
 *
 * <p>Kafka Streams makes one of these per store, so what they share is static, and is never closed.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long MIB = 1024 * 1024;
    private static final long CACHE_BYTES = 128 * MIB;
    /** Of the cache: what is written and not flushed yet. */
    private static final long WRITE_BYTES = 48 * MIB;

    private static final long WRITE_BUFFER_BYTES = 16 * MIB;
    /** Index and filter blocks stay in the cache's own part, so that a scan does not push them out. */
    private static final double HIGH_PRIORITY = 0.2;

    static {
        RocksDB.loadLibrary();
    }

    private static final Cache CACHE = new LRUCache(CACHE_BYTES, -1, false, HIGH_PRIORITY);
    private static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(WRITE_BYTES, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        // This very table config, not a new one: Kafka Streams reads its metrics from it, and refuses another.
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
        // Many small stores share the process: two jobs for each are enough, and a hundred files open.
        options.setMaxBackgroundJobs(2);
        options.setMaxOpenFiles(100);
    }

    @Override
    public void close(String storeName, Options options) {
        // Nothing is this store's own.
    }
}
