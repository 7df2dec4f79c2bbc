package dev.tactus.api.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import java.util.ArrayList;
import java.util.List;

/** Jobs as clients see them: the contract's fields in its order, null where there is nothing. */
final class JobViews {
    private static final List<String> SHORT =
            List.of("job_id", "deployment_id", "workflow_id", "workflow", "status", "created_at", "completed_at");

    private static final List<String> FULL = full();

    private JobViews() {}

    static ObjectNode listed(JsonNode job) {
        return pick(job, SHORT);
    }

    static ObjectNode full(JsonNode job) {
        return pick(job, FULL);
    }

    private static List<String> full() {
        List<String> full = new ArrayList<>(SHORT);
        full.addAll(List.of(
                "deployment_version",
                "params",
                "timeout_seconds",
                "started_at",
                "result",
                "error",
                "mapped_stack",
                "schedule_id",
                "scheduled_at",
                "nonce",
                "attempt"));
        return List.copyOf(full);
    }

    private static ObjectNode pick(JsonNode job, List<String> names) {
        ObjectNode view = Json.object();
        for (String name : names) {
            JsonNode value = job.get(name);
            view.set(name, value == null ? Json.object().nullNode() : value);
        }
        return view;
    }
}
