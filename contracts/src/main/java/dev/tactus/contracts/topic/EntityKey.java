package dev.tactus.contracts.topic;

import dev.tactus.contracts.Ids;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The record key of all that belongs to one schedule, job or delivery: {@code tenant/id}. Keys of one tenant sort by the
 * age of their ids.
 *
 * @param tenant 1 to 64 characters of {@code [a-z0-9_-]}, so the separator is unambiguous
 */
public record EntityKey(String tenant, UUID id) implements Comparable<EntityKey> {
    public static EntityKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("not a key of the form tenant/id: " + text);
        }
        return new EntityKey(text.substring(0, slash), UUID.fromString(text.substring(slash + 1)));
    }

    public static EntityKey parse(byte[] bytes) {
        return parse(new String(bytes, StandardCharsets.UTF_8));
    }

    /** The same, holding the one text that is shared by all such keys of the tenant: for those kept by the million. */
    public EntityKey shared() {
        return new EntityKey(tenant.intern(), id);
    }

    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** By tenant, then by the age of the ids: the order of the texts and of the bytes. */
    @Override
    public int compareTo(EntityKey other) {
        int byTenant = tenant.compareTo(other.tenant);
        if (byTenant != 0) {
            return byTenant;
        }
        // UUID's own order takes the halves as signed.
        int byTime = Long.compareUnsigned(id.getMostSignificantBits(), other.id.getMostSignificantBits());
        return byTime != 0
                ? byTime
                : Long.compareUnsigned(id.getLeastSignificantBits(), other.id.getLeastSignificantBits());
    }

    public int slot() {
        return Ids.slot(id);
    }

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
