package dev.tactus.processor.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions whose tasks run in this JVM right now, and the meter that they share. Stream threads add and remove,
 * servers look up.
 */
public final class OwnedPartitions {
    private final Map<Integer, OwnedPartition> owned = new ConcurrentHashMap<>();
    private final CoreMeter meter;

    /** They count nothing. */
    public OwnedPartitions() {
        this(CoreMeter.NONE);
    }

    public OwnedPartitions(CoreMeter meter) {
        this.meter = meter;
    }

    /** Is told what all of them do. */
    CoreMeter meter() {
        return meter;
    }

    public void add(OwnedPartition partition) {
        owned.put(partition.number(), partition);
    }

    /** Removes it, unless another task has taken its place already. */
    public void remove(OwnedPartition partition) {
        owned.remove(partition.number(), partition);
    }

    public Optional<OwnedPartition> get(int number) {
        return Optional.ofNullable(owned.get(number));
    }

    public Collection<OwnedPartition> all() {
        return List.copyOf(owned.values());
    }

    /** How many there are. */
    int count() {
        return owned.size();
    }

    public Set<Integer> numbers() {
        return Set.copyOf(owned.keySet());
    }
}
