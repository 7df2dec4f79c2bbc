package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.FireId;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.recurrence.Recurrence;
import java.util.UUID;

/** The ids of fires, which are their jobs' ids, and the due instants that are derived from them. */
final class FireIds {
    private FireIds() {}

    static UUID of(ScheduleDefinition definition, long nominal, FireKind kind, String ordinal) {
        return FireId.of(definition.tenant(), definition.id(), nominal, kind, ordinal);
    }

    static FireKind kind(Recurrence recurrence) {
        return switch (recurrence.kind()) {
            case CRON -> FireKind.CRON;
            case AT -> FireKind.AT;
            case EVERY -> FireKind.EVERY;
        };
    }

    /** The nominal instant plus its jitter; {@link Recurrence#NONE} for none. */
    static long due(ScheduleDefinition definition, Recurrence recurrence, long nominal) {
        if (nominal == Recurrence.NONE || definition.jitterSeconds() == 0) {
            return nominal;
        }
        return recurrence.due(
                nominal, of(definition, nominal, kind(recurrence), FireId.FIRST).getLeastSignificantBits());
    }
}
