package dev.tactus.recurrence;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * One nominal instant, explained.
 *
 * @param at the instant, epoch milliseconds
 * @param local what a clock in the schedule's zone shows at that instant
 * @param offset the zone's offset from UTC at that instant
 * @param dst what a change of the clocks did: {@code gap_moved}, {@code gap_shifted}, {@code gap_merged} (an instant of
 *     its own that stands for a missing local time too), {@code gap_skipped} (removed),
 *     {@code overlap_first}, {@code overlap_second}, or null
 * @param note the same in words, also for an exclusion, or null when nothing is to be said
 * @param removed true when the schedule does not fire here: an exclusion or a gap took the instant away
 */
public record Occurrence(
        long at,
        LocalDateTime local,
        ZoneOffset offset,
        @Nullable String dst,
        @Nullable String note,
        boolean removed) {}
