package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleEvent;
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

    void created(CompiledSchedule schedule, @Nullable String actor, long at) {
        ScheduleDefinition definition = schedule.definition();
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
        facts.state(definition.key(), schedule.state());
    }

    void updated(
            CompiledSchedule schedule, List<String> changed, @Nullable String actor, @Nullable String reason, long at) {
        ScheduleDefinition definition = schedule.definition();
        Facts facts = task.facts();
        facts.schedule(
                definition.key(),
                new ScheduleEvent.Updated(
                        definition.tenant(),
                        definition.id(),
                        definition,
                        schedule.state().revision(),
                        changed,
                        actor,
                        reason,
                        Instant.ofEpochMilli(at),
                        facts.nextSeq()));
        facts.state(definition.key(), schedule.state());
    }

    void deleted(CompiledSchedule schedule, @Nullable String actor, long at) {
        ScheduleDefinition definition = schedule.definition();
        Facts facts = task.facts();
        facts.schedule(
                definition.key(),
                new ScheduleEvent.Deleted(
                        definition.tenant(),
                        definition.id(),
                        schedule.state().revision() + 1,
                        actor,
                        Instant.ofEpochMilli(at),
                        facts.nextSeq()));
        facts.state(definition.key(), null);
    }

    /** @param after {@link Recurrence#NONE} for none */
    void rescheduled(CompiledSchedule schedule, long before, long after, String tzdbBefore, String tzdbNow) {
        ScheduleDefinition definition = schedule.definition();
        Facts facts = task.facts();
        facts.schedule(
                definition.key(),
                new ScheduleEvent.Rescheduled(
                        definition.tenant(),
                        definition.id(),
                        schedule.state().revision(),
                        Instant.ofEpochMilli(before),
                        after == Recurrence.NONE ? null : Instant.ofEpochMilli(after),
                        tzdbBefore,
                        tzdbNow,
                        Instant.ofEpochMilli(task.now()),
                        facts.nextSeq()));
    }
}
