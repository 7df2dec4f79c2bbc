package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.recurrence.Recurrence;

/** A definition with its recurrence ready to be asked. */
record CompiledSchedule(ScheduleState state, Recurrence recurrence) {
    static CompiledSchedule of(ScheduleState state) {
        return new CompiledSchedule(state, Recurrence.compile(state.definition().recurrence()));
    }

    ScheduleDefinition definition() {
        return state.definition();
    }

    long due(long nominal) {
        return FireIds.due(definition(), recurrence, nominal);
    }
}
