package dev.tactus.audit;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.recurrence.Recurrence;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something in the log that does not follow from the definitions.
 *
 * @param tenant null where it is about a partition, not a schedule
 * @param instant the nominal instant; of a run, the first; null where it is about none
 * @param last of a run; equal to {@code instant} if it is about one
 * @param count of instants in the run
 * @param detail what is wrong, in words
 * @param where {@code topic-partition@offset} of the record that shows it; the partition's end where nothing follows
 */
public record Finding(
        What what,
        @Nullable String tenant,
        @Nullable UUID scheduleId,
        @Nullable Instant instant,
        @Nullable Instant last,
        long count,
        String detail,
        String where) {

    /** What a finding is. */
    public enum What {
        /** It was due, and neither fired nor was skipped. */
        LOST,
        /** It has more than one verdict. */
        DOUBLED,
        /** It has a verdict, an id or a number that nothing explains. */
        UNEXPLAINED
    }

    static Finding ofSchedule(What what, EntityKey schedule, @Nullable Instant instant, String detail, String where) {
        return new Finding(what, schedule.tenant(), schedule.id(), instant, instant, 1, detail, where);
    }

    static Finding ofRun(
            What what, EntityKey schedule, Instant first, Instant last, long count, String detail, String where) {
        return new Finding(what, schedule.tenant(), schedule.id(), first, last, count, detail, where);
    }

    static Finding ofPartition(String detail, Place place) {
        return new Finding(What.UNEXPLAINED, null, null, null, null, 1, detail, place.toString());
    }

    /** An instant in epoch milliseconds as a finding's detail names it. */
    static String text(long instant) {
        return instant == Recurrence.NONE ? "never" : Json.text(Instant.ofEpochMilli(instant));
    }

    /** One line for people. */
    public String line() {
        String schedule = tenant == null ? "-" : tenant + "/" + scheduleId;
        return "%-11s %s %s %s (%s)"
                .formatted(what.name().toLowerCase(Locale.ROOT), schedule, instants(), detail, where);
    }

    private String instants() {
        Instant first = instant;
        Instant end = last;
        if (first == null || end == null) {
            return "-";
        }
        return count == 1 ? Json.text(first) : Json.text(first) + ".." + Json.text(end) + " (" + count + ")";
    }
}
