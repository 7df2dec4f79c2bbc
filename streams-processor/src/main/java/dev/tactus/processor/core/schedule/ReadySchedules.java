package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.state.ScheduleProgress;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Schedules that are ready to fire without a look at their rows, within a bound of bytes. Each is held compiled, beside
 * the bytes of its progress as they stand in its row.
 *
 * <p>When there are more than fit, a new one takes the place of one that was not asked for in the last round of the hand
 * (second chance); but the hand moves by no more than one slot for each, and one that finds no room is not held. So of a
 * herd that is too large, as many as fit stay until it comes again.
 *
 * <p>A hash table with open addressing, because a million entries of a map of Java's would take a fifth of the room. For
 * one thread.
 */
final class ReadySchedules {
    private static final int LEAST_SLOTS = 64;
    /** Of a slot in the arrays below; a third to two thirds of them are in use. */
    private static final int SLOT_BYTES = 24;
    /** Of an array, beside its content. */
    private static final int ARRAY_BYTES = 16;

    private final LongSupplier mostBytes;
    private final Function<byte[], ScheduleProgress> format;

    private int[] hashes = new int[LEAST_SLOTS];
    private @Nullable CompiledSchedule[] schedules = new CompiledSchedule[LEAST_SLOTS];
    private byte[] @Nullable [] progress = new byte[LEAST_SLOTS][];
    private BitSet used = new BitSet(LEAST_SLOTS);
    private int size;
    private long bytes;
    private int hand;

    /**
     * @param mostBytes of heap that they may take; asked whenever one is put here
     * @param format reads the row of a progress
     */
    ReadySchedules(LongSupplier mostBytes, Function<byte[], ScheduleProgress> format) {
        this.mostBytes = mostBytes;
        this.format = format;
    }

    ScheduleTable.@Nullable Entry find(EntityKey key) {
        int slot = slotOf(key);
        CompiledSchedule found = schedules[slot];
        if (found == null) {
            return null;
        }
        used.set(slot);
        return new ScheduleTable.Entry(found, format.apply(Objects.requireNonNull(progress[slot])));
    }

    /**
     * Adds one, or puts it in the place of what was known of it.
     *
     * @param row of its progress; it is kept and not to be changed
     */
    void put(CompiledSchedule schedule, byte[] row) {
        int slot = slotOf(schedule.key());
        CompiledSchedule before = schedules[slot];
        long more = bytes(schedule, row) - (before == null ? 0 : bytes(before, progress[slot]));
        long most = mostBytes.getAsLong();
        if (bytes + more > most) {
            giveRoom();
            // Another may have moved to its place.
            slot = slotOf(schedule.key());
            before = schedules[slot];
            more = bytes(schedule, row) - (before == null ? 0 : bytes(before, progress[slot]));
            if (before == null && bytes + more > most) {
                return;
            }
        }
        if (before == null) {
            if (3 * (size + 1) > 2 * schedules.length) {
                grow();
                slot = slotOf(schedule.key());
            }
            size++;
        }
        set(slot, hash(schedule.key()), schedule, row, before != null && used.get(slot));
        bytes += more;
    }

    void remove(EntityKey key) {
        int slot = slotOf(key);
        if (schedules[slot] != null) {
            removeAt(slot);
        }
    }

    int size() {
        return size;
    }

    /** About how much heap they take. */
    long bytes() {
        return bytes;
    }

    /** Looks at one more slot, for one that was not asked for since it was looked at last. */
    private void giveRoom() {
        if (schedules[hand] != null && !used.get(hand)) {
            removeAt(hand);
        } else {
            used.clear(hand);
            hand = next(hand);
        }
    }

    private void removeAt(int removed) {
        bytes -= bytes(Objects.requireNonNull(schedules[removed]), progress[removed]);
        size--;
        // Those behind it that it kept from their place move up: an empty slot would end the search for them.
        int free = removed;
        for (int slot = next(free); schedules[slot] != null; slot = next(slot)) {
            if (distance(place(hashes[slot]), slot) >= distance(free, slot)) {
                set(free, hashes[slot], schedules[slot], progress[slot], used.get(slot));
                free = slot;
            }
        }
        set(free, 0, null, null, false);
    }

    private void set(
            int slot, int hash, @Nullable CompiledSchedule schedule, byte @Nullable [] row, boolean usedSince) {
        hashes[slot] = hash;
        schedules[slot] = schedule;
        progress[slot] = row;
        used.set(slot, usedSince);
    }

    private void grow() {
        int[] oldHashes = hashes;
        @Nullable CompiledSchedule[] oldSchedules = schedules;
        byte[] @Nullable [] oldProgress = progress;
        BitSet oldUsed = used;
        int slots = 2 * oldSchedules.length;
        hashes = new int[slots];
        schedules = new CompiledSchedule[slots];
        progress = new byte[slots][];
        used = new BitSet(slots);
        hand = 0;
        for (int old = 0; old < oldSchedules.length; old++) {
            if (oldSchedules[old] != null) {
                int slot = place(oldHashes[old]);
                while (schedules[slot] != null) {
                    slot = next(slot);
                }
                set(slot, oldHashes[old], oldSchedules[old], oldProgress[old], oldUsed.get(old));
            }
        }
    }

    /** Where it is, or where it would be put. */
    private int slotOf(EntityKey key) {
        int hash = hash(key);
        int slot = place(hash);
        while (true) {
            CompiledSchedule there = schedules[slot];
            if (there == null || (hashes[slot] == hash && there.key().equals(key))) {
                return slot;
            }
            slot = next(slot);
        }
    }

    private static int hash(EntityKey key) {
        // The highest bits choose the slot.
        return key.hashCode() * 0x9E3779B9;
    }

    private int place(int hash) {
        return hash >>> (1 + Integer.numberOfLeadingZeros(schedules.length));
    }

    private int next(int slot) {
        return (slot + 1) & (schedules.length - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (schedules.length - 1);
    }

    private static long bytes(CompiledSchedule schedule, byte @Nullable [] row) {
        return (long) SLOT_BYTES + schedule.bytes() + ARRAY_BYTES + (row == null ? 0 : row.length);
    }
}
