package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.recurrence.Recurrence;
import java.util.Locale;
import java.util.UUID;

/** The ids of fires, which are their jobs' ids, and the due instants that are derived from them. */
final class FireIds {
    private FireIds() {}

    /**
     * A pure function of tenant, schedule, nominal instant, kind and ordinal, so that a decision that is made again after
     * a crash has the same effect.
     *
     * @param ordinal tells apart fires of one instant and kind: {@code 0}, or the id of the action that asked for it
     */
    static UUID of(ScheduleDefinition definition, long nominal, FireKind kind, String ordinal) {
        return Ids.derived(
                nominal,
                Ids.slot(definition.id()),
                definition.tenant(),
                definition.id().toString(),
                Long.toString(nominal),
                kind.name().toLowerCase(Locale.ROOT),
                ordinal);
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
                nominal, of(definition, nominal, kind(recurrence), "0").getLeastSignificantBits());
    }
}
