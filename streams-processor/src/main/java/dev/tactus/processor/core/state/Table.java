package dev.tactus.processor.core.state;

import dev.tactus.contracts.topic.EntityKey;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one kind, in a store that all kinds share. One store means one changelog and one RocksDB per partition,
 * and a fire costs one write to it.
 *
 * <p>Keys are text; a row's store key is its table's letter, a slash, and the key. Rows of a tenant sort by the age of
 * their ids.
 */
public final class Table<V> {
    private final KeyValueStore<Bytes, byte[]> store;
    private final String prefix;
    private final RowFormat<V> format;

    Table(KeyValueStore<Bytes, byte[]> store, char letter, RowFormat<V> format) {
        this.store = store;
        this.prefix = letter + "/";
        this.format = format;
    }

    public @Nullable V get(String key) {
        return get(bytes(prefix + key));
    }

    public @Nullable V get(EntityKey key) {
        return get(storeKey(key));
    }

    private @Nullable V get(Bytes storeKey) {
        byte[] value = store.get(storeKey);
        return value == null ? null : format.read(value);
    }

    /** A row as it is stored, for {@link #row}; not to be changed. */
    public byte @Nullable [] bytes(EntityKey key) {
        return store.get(storeKey(key));
    }

    /** The row that these bytes are. */
    public V row(byte[] bytes) {
        return format.read(bytes);
    }

    public void put(String key, V row) {
        store.put(bytes(prefix + key), format.write(row));
    }

    /** @return the row as it is stored, for {@link #row}; not to be changed */
    public byte[] put(EntityKey key, V row) {
        byte[] bytes = format.write(row);
        store.put(storeKey(key), bytes);
        return bytes;
    }

    public void delete(String key) {
        store.delete(bytes(prefix + key));
    }

    public void delete(EntityKey key) {
        store.delete(storeKey(key));
    }

    public void forEach(BiConsumer<String, V> visitor) {
        ascending("", (key, row) -> {
            visitor.accept(key, row);
            return true;
        });
    }

    /**
     * Visits rows in the order of their keys, from {@code fromKey} on, until the visitor answers false.
     *
     * @param fromKey inclusive; a mark below which everything was deleted saves the walk over tombstones
     */
    public void ascending(String fromKey, BiPredicate<String, V> visitor) {
        // '0' follows '/', so the end is the least key behind all of the table's.
        try (KeyValueIterator<Bytes, byte[]> rows =
                store.range(bytes(prefix + fromKey), bytes(prefix.charAt(0) + "0"))) {
            while (rows.hasNext()) {
                var row = rows.next();
                if (!visitor.test(key(row.key), format.read(row.value))) {
                    return;
                }
            }
        }
    }

    /**
     * Visits a tenant's rows, newest first, until the visitor answers false.
     *
     * @param before only ids below this one; null for all
     */
    public void newestFirst(String tenant, @Nullable String before, BiPredicate<String, V> visitor) {
        newestFirst(tenant, "", before, visitor);
    }

    /** @param downTo no id below this one; a mark below which everything was deleted saves the walk over tombstones */
    public void newestFirst(String tenant, String downTo, @Nullable String before, BiPredicate<String, V> visitor) {
        Bytes from = bytes(prefix + tenant + "/" + downTo);
        Bytes to = bytes(prefix + tenant + (before == null ? "0" : "/" + before));
        try (KeyValueIterator<Bytes, byte[]> rows = store.reverseRange(from, to)) {
            while (rows.hasNext()) {
                var row = rows.next();
                // The range's upper end is inclusive.
                if (!row.key.equals(to) && !visitor.test(key(row.key), format.read(row.value))) {
                    return;
                }
            }
        }
    }

    private String key(Bytes storeKey) {
        return new String(storeKey.get(), StandardCharsets.UTF_8).substring(prefix.length());
    }

    private Bytes storeKey(EntityKey key) {
        return Bytes.wrap(key.bytes(prefix));
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
