package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.processor.core.timer.Timer;
import dev.tactus.processor.core.timer.TimerIndex;
import org.jspecify.annotations.Nullable;

/** A schedule in two rows, its definition and how far it has come, with the timer that follows from them. */
final class ScheduleTable {
    private final TaskContext task;
    private final Definitions definitions;

    ScheduleTable(TaskContext task) {
        this.task = task;
        this.definitions = new Definitions(task.state().definitions());
    }

    record Entry(CompiledSchedule schedule, ScheduleProgress progress) {}

    @Nullable
    Entry find(EntityKey key) {
        CompiledSchedule schedule = definitions.get(key);
        return schedule == null ? null : new Entry(schedule, progressOf(key));
    }

    ScheduleProgress progressOf(EntityKey key) {
        ScheduleProgress progress = task.state().progress().get(key);
        if (progress == null) {
            throw new IllegalStateException("schedule " + key + " has a definition and no progress");
        }
        return progress;
    }

    void define(CompiledSchedule schedule) {
        definitions.put(schedule);
    }

    /** Disabled schedules have no timer. */
    void save(CompiledSchedule schedule, ScheduleProgress progress) {
        EntityKey key = schedule.definition().key();
        task.state().progress().put(key, progress);
        task.timers().set(Timer.schedule(key), schedule.definition().enabled() ? progress.due() : TimerIndex.NEVER);
    }

    void delete(EntityKey key) {
        definitions.delete(key);
        task.state().progress().delete(key);
        task.timers().clear(Timer.schedule(key));
    }
}
