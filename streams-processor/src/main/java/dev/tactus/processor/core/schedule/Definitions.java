package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.state.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The definitions of the partition's schedules, the ones used last kept compiled. For the stream thread only. */
final class Definitions {
    private static final int COMPILED = 50_000;

    private final Table<ScheduleState> rows;
    private final Map<EntityKey, CompiledSchedule> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EntityKey, CompiledSchedule> eldest) {
            return size() > COMPILED;
        }
    };

    Definitions(Table<ScheduleState> rows) {
        this.rows = rows;
    }

    @Nullable
    CompiledSchedule get(EntityKey key) {
        CompiledSchedule known = compiled.get(key);
        if (known != null) {
            return known;
        }
        ScheduleState state = rows.get(key);
        if (state == null) {
            return null;
        }
        CompiledSchedule schedule = CompiledSchedule.of(state);
        compiled.put(key, schedule);
        return schedule;
    }

    void put(CompiledSchedule schedule) {
        EntityKey key = schedule.definition().key();
        rows.put(key, schedule.state());
        compiled.put(key, schedule);
    }

    void delete(EntityKey key) {
        rows.delete(key);
        compiled.remove(key);
    }
}
