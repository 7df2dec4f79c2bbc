package dev.tactus.processor.core.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.schedule.Schedules;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Applies what tenants ask of their workflows. */
public final class Workflows {
    private final TaskContext task;
    private final Schedules schedules;

    public Workflows(TaskContext task, Schedules schedules) {
        this.task = task;
        this.schedules = schedules;
    }

    public Outcome deploy(RegistryCommand.Deploy command, long timestamp) {
        Instant at = Instant.ofEpochMilli(timestamp);
        String key = Workflow.key(command.tenant(), command.name());
        Workflow before = task.state().workflows().get(key);
        Workflow workflow = new Workflow(
                command.tenant(),
                command.name(),
                before == null ? command.workflowId() : before.workflowId(),
                command.deploymentId(),
                before == null ? 1 : before.deploymentVersion() + 1,
                command.runner(),
                command.inputSchema(),
                before == null ? at : before.createdAt(),
                at);
        task.state().workflows().put(key, workflow);
        task.facts().workflow(key, workflow);
        return new Outcome.Applied(workflow.deploymentVersion(), workflow);
    }

    public Outcome remove(RegistryCommand.Remove command, @Nullable String actor, long timestamp) {
        String key = Workflow.key(command.tenant(), command.name());
        Workflow before = task.state().workflows().get(key);
        if (before == null) {
            return Outcome.Refused.of(Outcome.Reason.NOT_FOUND, "workflow " + command.name() + " does not exist");
        }
        task.state().workflows().delete(key);
        task.facts().workflow(key, null);
        Instant removedAt = Instant.ofEpochMilli(timestamp);
        if (command.disableSchedules()) {
            RegistryCommand.DisableSchedules disable = new RegistryCommand.DisableSchedules(
                    command.tenant(), command.name(), before.workflowId(), actor, removedAt);
            schedules.disableAll(disable);
            if (task.settings().partitions().count() > 1) {
                task.facts().registryCommand(disable);
            }
        }
        ObjectNode removed = (ObjectNode) Json.tree(before);
        return new Outcome.Applied(before.deploymentVersion(), removed.put("removed_at", Json.text(removedAt)));
    }

    /** What the tenant's partition decided, in one of the others. */
    public Outcome disableSchedules(RegistryCommand.DisableSchedules command) {
        schedules.disableAll(command);
        return new Outcome.Applied(0, Json.tree(null));
    }
}
