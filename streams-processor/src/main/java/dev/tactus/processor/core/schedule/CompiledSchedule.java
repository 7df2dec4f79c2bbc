package dev.tactus.processor.core.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.FireTemplate;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.recurrence.InvalidRecurrenceException;
import dev.tactus.recurrence.Recurrence;
import org.jspecify.annotations.Nullable;

/**
 * A definition, and its recurrence once that is asked for: what is no matter of time must not fail because this JVM's
 * time-zone rules do not know the zone. For one thread.
 */
final class CompiledSchedule {
    private final ScheduleState state;
    private @Nullable Recurrence recurrence;
    private @Nullable FireTemplate ownFires;

    private CompiledSchedule(ScheduleState state) {
        this.state = state;
    }

    static CompiledSchedule of(ScheduleState state) {
        return new CompiledSchedule(state);
    }

    ScheduleState state() {
        return state;
    }

    ScheduleDefinition definition() {
        return state.definition();
    }

    /** @throws InvalidRecurrenceException if this JVM's rules do not know its zone */
    Recurrence recurrence() {
        Recurrence known = recurrence;
        if (known == null) {
            known = Recurrence.compile(definition().recurrence());
            recurrence = known;
        }
        return known;
    }

    /** @param ownParams in place of the definition's; null for those */
    FireTemplate fireTemplate(FireKind kind, @Nullable ObjectNode ownParams) {
        ObjectNode params = ownParams == null ? definition().params() : ownParams;
        if (ownParams != null || kind != FireIds.kind(recurrence())) {
            return new FireTemplate(state, kind, Recurrence.tzdbVersion(), params);
        }
        FireTemplate known = ownFires;
        if (known == null) {
            known = new FireTemplate(state, kind, Recurrence.tzdbVersion(), params);
            ownFires = known;
        }
        return known;
    }

    long due(long nominal) {
        return FireIds.due(definition(), recurrence(), nominal);
    }

    /** The next nominal instant, or {@link Recurrence#NONE} when it has fired as often as it may. */
    long next(long fires, long after) {
        return usedUp(fires) ? Recurrence.NONE : recurrence().next(after);
    }

    boolean usedUp(long fires) {
        Long max = definition().maxFires();
        return max != null && fires >= max;
    }
}
