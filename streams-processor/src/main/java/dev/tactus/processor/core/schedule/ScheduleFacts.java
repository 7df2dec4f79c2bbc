package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.Facts;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.recurrence.Recurrence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of changes to schedules. All instants are epoch milliseconds. */
final class ScheduleFacts {
    private final TaskContext task;

    ScheduleFacts(TaskContext task) {
        this.task = task;
    }

    void created(ScheduleState state, @Nullable String actor, long at) {
        ScheduleDefinition definition = state.definition();
        Facts facts = task.facts();
        facts.schedule(
                definition.key(),
                new ScheduleEvent.Created(
                        definition.tenant(),
                        definition.id(),
                        definition,
                        actor,
                        Instant.ofEpochMilli(at),
                        facts.nextSeq()));
        facts.state(definition.key(), state);
    }

    void updated(ScheduleState state, List<String> changed, @Nullable String actor, @Nullable String reason, long at) {
        ScheduleDefinition definition = state.definition();
        Facts facts = task.facts();
        facts.schedule(
                definition.key(),
                new ScheduleEvent.Updated(
                        definition.tenant(),
                        definition.id(),
                        definition,
                        state.revision(),
                        changed,
                        actor,
                        reason,
                        Instant.ofEpochMilli(at),
                        facts.nextSeq()));
        facts.state(definition.key(), state);
    }

    /** @param revision what the deletion made of it */
    void deleted(EntityKey key, long revision, @Nullable String actor, long at) {
        Facts facts = task.facts();
        facts.schedule(
                key,
                new ScheduleEvent.Deleted(
                        key.tenant(), key.id(), revision, actor, Instant.ofEpochMilli(at), facts.nextSeq()));
        facts.state(key, null);
    }

    /** @param after {@link Recurrence#NONE} for none */
    void rescheduled(CompiledSchedule schedule, long before, long after, String tzdbBefore, String tzdbNow) {
        EntityKey key = schedule.key();
        Facts facts = task.facts();
        facts.schedule(
                key,
                new ScheduleEvent.Rescheduled(
                        key.tenant(),
                        key.id(),
                        schedule.revision(),
                        Instant.ofEpochMilli(before),
                        after == Recurrence.NONE ? null : Instant.ofEpochMilli(after),
                        tzdbBefore,
                        tzdbNow,
                        Instant.ofEpochMilli(task.now()),
                        facts.nextSeq()));
    }
}
