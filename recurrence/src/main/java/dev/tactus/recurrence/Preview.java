package dev.tactus.recurrence;

import dev.tactus.recurrence.Dst.Gap;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The instants ahead, each explained, and between them those that an exclusion or a gap removed. An excluded range and a
 * gap give one entry each, however many instants they took, so the cost is bounded by what is asked for.
 */
final class Preview {
    private final Recurrence recurrence;
    private final @Nullable LongUnaryOperator seeds;
    private final List<Occurrence> result = new ArrayList<>();

    Preview(Recurrence recurrence, @Nullable LongUnaryOperator seeds) {
        this.recurrence = recurrence;
        this.seeds = seeds;
    }

    List<Occurrence> list(long from, int count) {
        long cursor = Math.max(from, recurrence.starts() - 1);
        int removedLeft = count;
        for (int left = count; left > 0; left--) {
            long at = recurrence.next(cursor);
            List<Occurrence> removed = removed(cursor, Math.min(at, recurrence.ends()));
            result.addAll(removed.subList(0, Math.min(removedLeft, removed.size())));
            removedLeft -= Math.min(removedLeft, removed.size());
            if (at == Recurrence.NONE) {
                break;
            }
            result.add(explain(at));
            cursor = at;
        }
        return List.copyOf(result);
    }

    /** One nominal instant with what is to be said about it. */
    Occurrence explain(long millis) {
        @Nullable Exclusions exclusions = recurrence.exclusions();
        int range = exclusions == null ? -1 : exclusions.rangeAt(millis);
        if (exclusions != null && range >= 0) {
            return at(millis, null, "excluded by " + named(exclusions, range), true);
        }
        if (recurrence.next(millis - 1) != millis) {
            return at(millis, null, "not an instant of this schedule", true);
        }
        DstNotes.@Nullable Note note = recurrence.timeline() instanceof ZonedCron cron
                ? new DstNotes(cron).at(Math.floorDiv(millis, 1000L))
                : null;
        @Nullable String jitter = jitter(millis);
        @Nullable String text = note == null ? jitter : jitter == null ? note.text() : note.text() + "; " + jitter;
        return at(millis, note == null ? null : note.token(), text, false);
    }

    private @Nullable String jitter(long millis) {
        if (seeds == null) {
            return null;
        }
        long due = recurrence.due(millis, seeds.applyAsLong(millis));
        return due == millis
                ? null
                : "jitter makes it due " + (due - millis) / 1000.0 + " s later, at " + Instant.ofEpochMilli(due);
    }

    /** What was removed strictly between two instants, in order. */
    private List<Occurrence> removed(long after, long before) {
        List<Occurrence> removed = new ArrayList<>(0);
        addExcluded(after, before, removed);
        addSkipped(after, before, removed);
        removed.sort(Comparator.comparingLong(Occurrence::at));
        return removed;
    }

    private void addExcluded(long after, long before, List<Occurrence> removed) {
        @Nullable Exclusions exclusions = recurrence.exclusions();
        if (exclusions == null) {
            return;
        }
        long at = recurrence.timeline().next(after);
        while (at < before) {
            int range = exclusions.rangeAt(at);
            if (range < 0) {
                return;
            }
            long leaves = exclusions.leave(range, at);
            long count = recurrence.timeline().count(at, Math.min(leaves, before));
            String more = count == 1 ? "" : ": " + count + " instants, of which this is the first";
            removed.add(at(at, null, "excluded by " + named(exclusions, range) + more, true));
            at = recurrence.timeline().next(leaves - 1);
        }
    }

    private static String named(Exclusions exclusions, int range) {
        LocalDate first = exclusions.first(range);
        LocalDate last = exclusions.last(range);
        return first.equals(last) ? first.toString() : first + "/" + last;
    }

    /** Gaps that take a match away. An expression for every hour follows elapsed time: nothing is missing there. */
    private void addSkipped(long after, long before, List<Occurrence> removed) {
        if (!(recurrence.timeline() instanceof ZonedCron cron)
                || cron.gap() != Gap.SKIP
                || cron.cron().everyHour()
                || before == Recurrence.NONE) {
            return;
        }
        ZoneTable zone = cron.zone();
        long second = Math.floorDiv(after, 1000L) + 1;
        long moved = ZoneTable.cycles(second);
        int segment = zone.segmentAt(second - moved) + 1;
        while (segment < zone.segments() && (zone.start(segment) + moved) * 1000 < before) {
            if (cron.matchesInGap(segment)) {
                long at = (zone.start(segment) + moved) * 1000;
                removed.add(at(at, "gap_skipped", new DstNotes(cron).skipped(segment, moved), true));
            }
            segment++;
        }
    }

    private Occurrence at(long millis, @Nullable String dst, @Nullable String note, boolean removed) {
        Instant instant = Instant.ofEpochMilli(millis);
        ZoneOffset offset = recurrence.zone().zone().getRules().getOffset(instant);
        return new Occurrence(millis, LocalDateTime.ofInstant(instant, offset), offset, dst, note, removed);
    }
}
