package dev.tactus.contracts;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids are UUIDs of version 8 (RFC 9562): 48 bits of epoch milliseconds, the version, a 12-bit routing slot, the variant,
 * and 62 bits that are random or derived. So ids sort by time, and an id alone tells the partition that holds its state.
 */
public final class Ids {
    /** Slots run from 0 to {@code SLOTS - 1}. */
    public static final int SLOTS = 1 << 12;

    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long LOW_62 = 0x3FFF_FFFF_FFFF_FFFFL;

    private Ids() {}

    /** A new id whose slot is random, for things that begin a partition's state: schedules, ad-hoc jobs. */
    public static UUID random(Instant now) {
        return random(now, ThreadLocalRandom.current().nextInt(SLOTS));
    }

    /** A new id that belongs where {@code slot} belongs. */
    public static UUID random(Instant now, int slot) {
        return of(now.toEpochMilli(), slot, ThreadLocalRandom.current().nextLong());
    }

    /** An id that is a pure function of its arguments; used for every id on the fire path. */
    public static UUID derived(long epochMilli, int slot, String... parts) {
        return of(epochMilli, slot, hash(parts));
    }

    /**
     * The same as {@link #derived(long, int, String...)} of the tenant, the id's text, the instant's digits, the kind and the
     * ordinal, without making those texts: every fire has such an id.
     */
    public static UUID ofFire(String tenant, UUID schedule, long epochMilli, String kind, String ordinal) {
        long bits = IdHash.begin()
                .text(tenant)
                .uuid(schedule)
                .number(epochMilli)
                .text(kind)
                .text(ordinal)
                .bits();
        return of(epochMilli, slot(schedule), bits);
    }

    /** Sorts before every id of that instant or later, and behind all of former ones. */
    public static UUID first(Instant instant) {
        return new UUID(instant.toEpochMilli() << 16, 0);
    }

    /** The slot from 0 to 4095 that decides the partition. Any UUID has one, also one that this class did not make. */
    public static int slot(UUID id) {
        return (int) (id.getMostSignificantBits() & 0xFFF);
    }

    /** A slot that is a pure function of the parts, for what is not known by an id: a tenant, an idempotency key. */
    public static int slotOf(String... parts) {
        return (int) (hash(parts) & 0xFFF);
    }

    /** The instant in the id's first 48 bits, in epoch milliseconds. */
    public static long epochMilli(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }

    private static UUID of(long epochMilli, int slot, long bits) {
        if (slot < 0 || slot >= SLOTS) {
            throw new IllegalArgumentException("slot " + slot + " is outside 0.." + (SLOTS - 1));
        }
        return new UUID((epochMilli << 16) | VERSION_8 | slot, VARIANT | (bits & LOW_62));
    }

    private static long hash(String... parts) {
        IdHash hash = IdHash.begin();
        for (String part : parts) {
            hash.text(part);
        }
        return hash.bits();
    }
}
