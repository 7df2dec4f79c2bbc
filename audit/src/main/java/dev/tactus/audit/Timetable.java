package dev.tactus.audit;

import dev.tactus.contracts.schedule.CatchUp;
import dev.tactus.contracts.schedule.FireId;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.recurrence.Recurrence;
import dev.tactus.recurrence.RecurrenceSpec;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a definition says of instants; the rest of it, such as parameters, is not kept. Instants are epoch milliseconds.
 *
 * @param catchUpLimit the most missed instants that are fired after a downtime
 * @param windowMillis older missed instants are skipped under every policy
 */
record Timetable(
        String tenant,
        UUID id,
        RecurrenceSpec spec,
        Recurrence recurrence,
        boolean enabled,
        Overlap overlap,
        int catchUpLimit,
        long windowMillis,
        @Nullable Long maxFires) {

    /** @throws dev.tactus.recurrence.InvalidRecurrenceException when this version does not understand it */
    static Timetable of(ScheduleDefinition definition) {
        RecurrenceSpec spec = definition.recurrence();
        return new Timetable(
                definition.tenant(),
                definition.id(),
                spec,
                Recurrence.compile(spec),
                definition.enabled(),
                definition.overlap(),
                limit(definition.catchUp(), definition.catchUpLimit()),
                definition.catchUpWindowSeconds() * 1000L,
                definition.maxFires());
    }

    private static int limit(CatchUp policy, int ofAll) {
        return switch (policy) {
            case LATEST -> 1;
            case ALL -> ofAll;
            case NONE -> 0;
        };
    }

    FireKind kind() {
        return switch (recurrence.kind()) {
            case CRON -> FireKind.CRON;
            case AT -> FireKind.AT;
            case EVERY -> FireKind.EVERY;
        };
    }

    UUID fireId(long nominal) {
        return FireId.of(tenant, id, nominal, kind(), FireId.FIRST);
    }

    long due(long nominal) {
        return nominal == Recurrence.NONE || spec.jitterSeconds() == 0
                ? nominal
                : recurrence.due(nominal, fireId(nominal).getLeastSignificantBits());
    }

    boolean names(long instant) {
        return recurrence.next(instant - 1) == instant;
    }

    /** The first nominal instant that is due after this one, or {@link Recurrence#NONE}. */
    long firstDueAfter(long instant) {
        // Jitter is less than the time to the next nominal instant, so only the last one can be due behind.
        long last = recurrence.last(instant + 1);
        return last != Recurrence.NONE_BEFORE && due(last) > instant ? last : recurrence.next(instant);
    }

    /** Whether a schedule that has fired so often fires no more. */
    boolean exhaustedBy(long fires) {
        Long max = maxFires;
        return max != null && fires >= max;
    }
}
