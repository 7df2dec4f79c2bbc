package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.FireId;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.recurrence.Recurrence;
import java.util.UUID;

/** The ids of fires, which are their jobs' ids, and the due instants that are derived from them. */
final class FireIds {
    private FireIds() {}

    static UUID of(EntityKey schedule, long nominal, FireKind kind, String ordinal) {
        return FireId.of(schedule.tenant(), schedule.id(), nominal, kind, ordinal);
    }

    /** Of the fires that the schedule itself asks for. */
    static FireKind kind(ScheduleDefinition definition) {
        if (definition.at() != null) {
            return FireKind.AT;
        }
        return definition.everySeconds() == null ? FireKind.CRON : FireKind.EVERY;
    }

    static FireKind kind(Recurrence recurrence) {
        return switch (recurrence.kind()) {
            case CRON -> FireKind.CRON;
            case AT -> FireKind.AT;
            case EVERY -> FireKind.EVERY;
        };
    }

    /** The nominal instant plus its jitter; {@link Recurrence#NONE} for none. */
    static long due(CompiledSchedule schedule, long nominal) {
        if (nominal == Recurrence.NONE || schedule.policies().jitterSeconds() == 0) {
            return nominal;
        }
        UUID id = of(schedule.key(), nominal, schedule.kind(), FireId.FIRST);
        return schedule.recurrence().due(nominal, id.getLeastSignificantBits());
    }
}
