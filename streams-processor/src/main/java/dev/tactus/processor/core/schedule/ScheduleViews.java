package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.schedule.ScheduleView;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.recurrence.InvalidRecurrenceException;
import dev.tactus.recurrence.Recurrence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Schedules as clients see them. */
public final class ScheduleViews {
    private ScheduleViews() {}

    /** @param now epoch milliseconds: while a schedule is disabled, its next instant is what it would be from now on */
    public static ScheduleView of(ScheduleState state, ScheduleProgress progress, long now) {
        long next = progress.next();
        ScheduleDefinition definition = state.definition();
        if (!definition.enabled() && !progress.exhausted() && next <= now) {
            next = next(definition, now);
        }
        return ScheduleView.of(
                state,
                new ScheduleView.Progress(
                        next == Recurrence.NONE ? null : Instant.ofEpochMilli(next),
                        instant(progress.lastFireAt()),
                        progress.lastJobId(),
                        progress.lastError(),
                        progress.consecutiveFailures()));
    }

    private static long next(ScheduleDefinition definition, long now) {
        try {
            return Recurrence.compile(definition.recurrence()).next(now);
        } catch (InvalidRecurrenceException zoneUnknownToThisJvm) {
            // It does not fire here, and the list that it stands in must be answered.
            return Recurrence.NONE;
        }
    }

    private static @Nullable Instant instant(@Nullable Long epochMilli) {
        return epochMilli == null ? null : Instant.ofEpochMilli(epochMilli);
    }
}
