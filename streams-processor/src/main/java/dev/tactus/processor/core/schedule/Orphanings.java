package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.OrphaningRow;
import dev.tactus.processor.core.timer.Timer;
import dev.tactus.recurrence.InvalidRecurrenceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Disables the schedules of workflows that are gone: some per turn, so that it delays nothing however many they are, and
 * noted in a row, so that another owner goes on with it.
 */
public final class Orphanings {
    private static final Logger LOG = LoggerFactory.getLogger(Orphanings.class);

    /** The most schedules that one turn looks at; each is read, and few are disabled as a rule. */
    static final int LOOKED_AT = 200;

    private final TaskContext task;
    private final ScheduleTable table;
    private final ScheduleCommands commands;

    Orphanings(TaskContext task, ScheduleTable table, ScheduleCommands commands) {
        this.task = task;
        this.table = table;
        this.commands = commands;
    }

    void restore() {
        task.state()
                .orphanings()
                .forEach((key, row) -> task.timers().set(Timer.orphaning(EntityKey.parse(key)), task.now()));
    }

    void begin(RegistryCommand.DisableSchedules cause) {
        save(new EntityKey(cause.tenant(), cause.workflowId()), new OrphaningRow(cause, null));
    }

    /** One turn. */
    public void due(EntityKey key) {
        OrphaningRow row = task.state().orphanings().get(key);
        if (row == null) {
            return;
        }
        List<EntityKey> looked = new ArrayList<>();
        List<EntityKey> orphans = new ArrayList<>();
        task.state().definitions().newestFirst(key.tenant(), row.doneDownTo(), (text, state) -> {
            EntityKey schedule = EntityKey.parse(text);
            looked.add(schedule);
            if (isOrphan(row.cause(), state)) {
                orphans.add(schedule);
            }
            return looked.size() < LOOKED_AT;
        });
        orphans.forEach(orphan -> disableOrPass(orphan, row.cause().actor()));
        if (looked.size() < LOOKED_AT) {
            task.state().orphanings().delete(key);
        } else {
            save(key, new OrphaningRow(row.cause(), looked.getLast().id().toString()));
        }
    }

    private static boolean isOrphan(RegistryCommand.DisableSchedules cause, ScheduleState state) {
        return state.definition().enabled()
                && state.definition().workflow().equals(cause.name())
                && !state.knownSince().isAfter(cause.removedAt());
    }

    /** One that can't be disabled must not keep the others enabled. */
    private void disableOrPass(EntityKey key, @Nullable String actor) {
        try {
            disable(key, actor);
        } catch (InvalidRecurrenceException e) {
            LOG.error(
                    "Schedule {} stays enabled although its workflow was deleted: this JVM's time-zone rules can't tell"
                            + " its instants ({}). Where they can, its jobs fail; disable it then.",
                    key,
                    e.toString());
        }
    }

    private void disable(EntityKey key, @Nullable String actor) {
        ScheduleTable.Entry found = table.find(key);
        if (found != null && found.progress().live()) {
            commands.orphaned(found.schedule(), found.progress(), actor);
        }
    }

    private void save(EntityKey key, OrphaningRow row) {
        task.state().orphanings().put(key, row);
        task.timers().set(Timer.orphaning(key), task.now());
    }
}
