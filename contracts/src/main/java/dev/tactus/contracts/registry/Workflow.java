package dev.tactus.contracts.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registered workflow, the value of {@code tenant-registry}.
 *
 * @param deploymentVersion 1 for the first deployment under the name, one more with each further one
 * @param inputSchema JSON Schema of the parameters; null takes any object
 */
public record Workflow(
        String tenant,
        String name,
        UUID workflowId,
        UUID deploymentId,
        int deploymentVersion,
        Runner runner,
        @Nullable JsonNode inputSchema,
        Instant createdAt,
        Instant updatedAt) {

    /** The record key on {@code registry-commands} and {@code tenant-registry}. */
    public static String key(String tenant, String name) {
        return tenant + "/workflow/" + name;
    }

    /** The context that the runner's secret is bound to. */
    public static String secretContext(String tenant, String name) {
        return key(tenant, name) + "/runner";
    }
}
