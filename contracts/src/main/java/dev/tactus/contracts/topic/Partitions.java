package dev.tactus.contracts.topic;

import dev.tactus.contracts.Ids;
import java.util.UUID;

/**
 * Where a slot's state lives. Every producer sets the partition with this, never with Kafka's key hash: an id must tell
 * its partition without its key.
 *
 * @param count the partitions of every keyed topic, 1 to 4096
 */
public record Partitions(int count) {
    public Partitions {
        if (count < 1 || count > Ids.SLOTS) {
            throw new IllegalArgumentException("partitions must be 1.." + Ids.SLOTS + ", not " + count);
        }
    }

    public int of(int slot) {
        return slot % count;
    }

    public int of(UUID id) {
        return of(Ids.slot(id));
    }

    /** The partition of what is registered for a tenant as a whole. */
    public int ofTenant(String tenant) {
        return of(Ids.slotOf(tenant));
    }
}
