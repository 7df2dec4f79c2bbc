package dev.tactus.processor.core.registry;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.processor.core.TaskContext;
import java.time.Instant;

/** Applies what tenants ask of their workflows. */
public final class Workflows {
    private final TaskContext task;

    public Workflows(TaskContext task) {
        this.task = task;
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
        return new Outcome.Applied(workflow.deploymentVersion(), Json.tree(workflow));
    }

    public Outcome remove(RegistryCommand.Remove command) {
        String key = Workflow.key(command.tenant(), command.name());
        Workflow before = task.state().workflows().get(key);
        if (before == null) {
            return Outcome.Refused.of(Outcome.Reason.NOT_FOUND, "workflow " + command.name() + " does not exist");
        }
        task.state().workflows().delete(key);
        task.facts().workflow(key, null);
        return new Outcome.Applied(before.deploymentVersion(), Json.tree(before));
    }
}
