package dev.tactus.recurrence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule says about time. Exactly one of {@code cronExpr}, {@code at} and {@code everySeconds} is not null.
 *
 * @param cronExpr five cron fields or a macro such as {@code @daily}; at most 256 characters
 * @param at the one instant of a one-shot schedule, to the millisecond
 * @param everySeconds the period of a fixed-rate schedule, 1 to 31,622,400 (366 days)
 * @param timezone an IANA name, such as {@code Europe/Berlin}
 * @param dst the rule for gaps and overlaps
 * @param startsAt no instant lies before this one; may itself be an instant
 * @param endsAt no instant lies at or after this one
 * @param exclude dates ({@code 2026-12-25}) and ranges of dates, both ends included
 *     ({@code 2026-12-24/2027-01-02}), in the schedule's zone; at most 1,000
 * @param jitterSeconds an instant becomes due less than this much later; 0 to 86,400
 * @param anchor when the schedule was created; {@code everySeconds} counts from here when {@code startsAt} is null
 * @param hashSeed the schedule's id, from which {@code H} derives its value
 */
public record RecurrenceSpec(
        @Nullable String cronExpr,
        @Nullable Instant at,
        @Nullable Long everySeconds,
        String timezone,
        Dst dst,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        List<String> exclude,
        int jitterSeconds,
        Instant anchor,
        String hashSeed) {

    /** Copies the list. */
    public RecurrenceSpec {
        exclude = List.copyOf(exclude);
    }

    /** A cron schedule with every other part at its default. */
    public static RecurrenceSpec cron(String expr, String timezone, Instant anchor, String hashSeed) {
        return new RecurrenceSpec(expr, null, null, timezone, Dst.DEFAULT, null, null, List.of(), 0, anchor, hashSeed);
    }
}
