package dev.tactus.contracts.topic;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.UuidText;
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
        return bytes("");
    }

    /** The bytes of a text and, behind it, of this key: written at once, because every fire needs some. */
    public byte[] bytes(String before) {
        int prefix = before.length();
        byte[] bytes = new byte[prefix + tenant.length() + 1 + UuidText.LENGTH];
        if (!putAscii(before, bytes, 0) || !putAscii(tenant, bytes, prefix)) {
            return (before + this).getBytes(StandardCharsets.UTF_8);
        }
        int slash = prefix + tenant.length();
        bytes[slash] = '/';
        UuidText.put(id, bytes, slash + 1);
        return bytes;
    }

    private static boolean putAscii(String text, byte[] out, int at) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return false;
            }
            out[at + i] = (byte) c;
        }
        return true;
    }

    /**
     * The slot of the id in a key's bytes, read where it stands: every record asks for its partition. It is -1 when the
     * bytes are not a tenant and, behind the first slash, an id as {@link UUID#toString} writes it.
     */
    public static int slot(byte[] key) {
        int begin = key.length - UuidText.LENGTH;
        if (begin < 2 || key[begin - 1] != '/') {
            return -1;
        }
        for (int i = 0; i < begin - 1; i++) {
            if (key[i] == '/') {
                return -1;
            }
        }
        return UuidText.slot(key, begin);
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
