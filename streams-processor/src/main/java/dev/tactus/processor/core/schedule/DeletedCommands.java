package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.DeletedCommand;
import dev.tactus.processor.core.timer.Timer;

/**
 * Lets compaction forget the commands of deleted schedules, but not before everyone had time to read them: the null that
 * ends a key is appended some days after the deletion was applied.
 */
public final class DeletedCommands {
    private final TaskContext task;

    DeletedCommands(TaskContext task) {
        this.task = task;
    }

    void restore() {
        task.state()
                .deletedCommands()
                .forEach((key, row) -> task.timers().set(Timer.deletedCommand(EntityKey.parse(key)), row.forgetAt()));
    }

    void deleted(EntityKey schedule) {
        long forgetAt = task.now() + task.settings().commandRetention().toMillis();
        task.state().deletedCommands().put(schedule, new DeletedCommand(forgetAt));
        task.timers().set(Timer.deletedCommand(schedule), forgetAt);
    }

    public void due(EntityKey schedule) {
        DeletedCommand row = task.state().deletedCommands().get(schedule);
        if (row != null && row.forgetAt() > task.now()) {
            // It was due, and the clock was set back since.
            task.timers().set(Timer.deletedCommand(schedule), row.forgetAt());
        } else if (row != null) {
            task.state().deletedCommands().delete(schedule);
            task.facts().forgetCommand(schedule);
        }
    }
}
