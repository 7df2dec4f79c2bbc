package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.processor.core.timer.Timer;
import dev.tactus.processor.core.timer.TimerIndex;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schedule in two rows, its definition and how far it has come, with the timer that follows from them. Those used last
 * are kept as they are, compiled: a fire then reads no row. For the stream thread only, which alone writes the rows.
 */
final class ScheduleTable {
    private static final int KEPT = 50_000;

    private final TaskContext task;
    private final Map<EntityKey, ScheduleTable.Entry> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EntityKey, ScheduleTable.Entry> eldest) {
            return size() > KEPT;
        }
    };

    ScheduleTable(TaskContext task) {
        this.task = task;
    }

    record Entry(CompiledSchedule schedule, ScheduleProgress progress) {}

    @Nullable
    Entry find(EntityKey key) {
        Entry known = kept.get(key);
        if (known != null) {
            return known;
        }
        ScheduleState state = task.state().definitions().get(key);
        if (state == null) {
            return null;
        }
        ScheduleProgress progress = task.state().progress().get(key);
        if (progress == null) {
            throw new IllegalStateException("schedule " + key + " has a definition and no progress");
        }
        Entry read = new Entry(CompiledSchedule.of(state), progress);
        kept.put(key, read);
        return read;
    }

    /** One that is known to be there. */
    Entry get(EntityKey key) {
        Entry found = find(key);
        if (found == null) {
            throw new IllegalStateException("schedule " + key + " has no definition");
        }
        return found;
    }

    /** A new or changed definition; its progress is saved next. */
    void define(CompiledSchedule schedule) {
        EntityKey key = schedule.definition().key();
        kept.remove(key);
        task.state().definitions().put(key, schedule.state());
    }

    /** Disabled schedules have no timer. */
    void save(CompiledSchedule schedule, ScheduleProgress progress) {
        put(schedule, progress);
        task.timers()
                .set(
                        Timer.schedule(schedule.definition().key()),
                        schedule.definition().enabled() ? progress.due() : TimerIndex.NEVER);
    }

    /** Saves what does not move the timer. */
    void put(CompiledSchedule schedule, ScheduleProgress progress) {
        EntityKey key = schedule.definition().key();
        task.state().progress().put(key, progress);
        kept.put(key, new Entry(schedule, progress));
    }

    void delete(EntityKey key) {
        kept.remove(key);
        task.state().definitions().delete(key);
        task.state().progress().delete(key);
        task.timers().clear(Timer.schedule(key));
    }
}
