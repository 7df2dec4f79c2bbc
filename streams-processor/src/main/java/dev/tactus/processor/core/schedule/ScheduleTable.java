package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.command.Problem;
import dev.tactus.contracts.schedule.DefinitionRules;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.FireTemplate;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.processor.core.timer.Timer;
import dev.tactus.processor.core.timer.TimerIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schedule in two rows, its definition and how far it has come, with the timer that follows from them. As many as fit
 * are kept ready: a fire then reads no row. For the stream thread only, which alone writes the rows.
 */
final class ScheduleTable {
    private final TaskContext task;
    private final SharedParts shared = new SharedParts();
    private final ReadySchedules ready;

    ScheduleTable(TaskContext task) {
        this.task = task;
        this.ready = new ReadySchedules(task.readyBytes(), task.state().progress()::row);
    }

    record Entry(CompiledSchedule schedule, ScheduleProgress progress) {}

    @Nullable
    Entry find(EntityKey key) {
        Entry known = ready.find(key);
        if (known != null) {
            return known;
        }
        ScheduleState state = task.state().definitions().get(key);
        if (state == null) {
            return null;
        }
        byte[] progress = task.state().progress().bytes(key);
        if (progress == null) {
            throw new IllegalStateException("schedule " + key + " has a definition and no progress");
        }
        task.facts().tally().scheduleRead();
        CompiledSchedule schedule = compile(state);
        ready.put(schedule, progress);
        return new Entry(schedule, task.state().progress().row(progress));
    }

    /** One that is known to be there. */
    Entry get(EntityKey key) {
        Entry found = find(key);
        if (found == null) {
            throw new IllegalStateException("schedule " + key + " has no definition");
        }
        return found;
    }

    /** The whole definition of one that is known to be there, from its row. */
    ScheduleState state(EntityKey key) {
        ScheduleState state = task.state().definitions().get(key);
        if (state == null) {
            throw new IllegalStateException("schedule " + key + " has no definition");
        }
        return state;
    }

    /** Why it may not be applied; empty if it may. */
    List<Problem> problems(ScheduleDefinition definition) {
        return DefinitionRules.problems(definition, shared::recurrence);
    }

    CompiledSchedule compile(ScheduleState state) {
        return CompiledSchedule.of(state, shared);
    }

    /** Of fires that it did not ask for itself. */
    FireTemplate template(ScheduleDefinition definition, FireKind kind) {
        return shared.template(definition, kind);
    }

    /** A new or changed definition; its progress is saved next. */
    void define(ScheduleState state) {
        EntityKey key = state.definition().key();
        ready.remove(key);
        task.state().definitions().put(key, state);
    }

    /** Disabled schedules have no timer. */
    void save(CompiledSchedule schedule, ScheduleProgress progress) {
        put(schedule, progress);
        task.timers()
                .set(Timer.schedule(schedule.key()), schedule.policies().enabled() ? progress.due() : TimerIndex.NEVER);
    }

    /** Saves what does not move the timer. */
    void put(CompiledSchedule schedule, ScheduleProgress progress) {
        ready.put(schedule, task.state().progress().put(schedule.key(), progress));
    }

    void delete(EntityKey key) {
        ready.remove(key);
        task.state().definitions().delete(key);
        task.state().progress().delete(key);
        task.timers().clear(Timer.schedule(key));
    }
}
