package dev.tactus.api.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.registry.Workflow;

/** Workflows as clients see them: without the runner's secret, also without its ciphertext. */
final class WorkflowViews {
    private WorkflowViews() {}

    static ObjectNode listed(Workflow workflow) {
        return Json.object()
                .put("name", workflow.name())
                .put("workflow_id", workflow.workflowId().toString())
                .put("deployment_id", workflow.deploymentId().toString())
                .put("deployment_version", workflow.deploymentVersion())
                .put("deployment_status", "deployed")
                .put("created_at", Json.text(workflow.createdAt()))
                .put("updated_at", Json.text(workflow.updatedAt()));
    }

    static ObjectNode full(Workflow workflow) {
        ObjectNode view = listed(workflow);
        view.set("runner", runner(workflow.runner()));
        view.set("input_schema", workflow.inputSchema());
        return view;
    }

    private static ObjectNode runner(Runner runner) {
        return switch (runner) {
            case Runner.Http http -> Json.object().put("type", "http").put("url", http.url());
            case Runner.Kafka kafka -> Json.object().put("type", "kafka").put("topic", kafka.topic());
            case Runner.Echo echo -> Json.object().put("type", "echo");
        };
    }
}
