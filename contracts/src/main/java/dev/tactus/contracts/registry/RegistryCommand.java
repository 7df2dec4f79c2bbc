package dev.tactus.contracts.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a tenant asks to register, the value of {@code registry-commands}; keyed as {@link Workflow#key}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RegistryCommand.Deploy.class, name = "deploy_workflow"),
    @JsonSubTypes.Type(value = RegistryCommand.Remove.class, name = "remove_workflow"),
})
public sealed interface RegistryCommand {
    String tenant();

    /** @param workflowId for a name that is new; a known name keeps its own */
    record Deploy(
            String tenant,
            String name,
            UUID workflowId,
            UUID deploymentId,
            Runner runner,
            @Nullable JsonNode inputSchema)
            implements RegistryCommand {}

    record Remove(String tenant, String name) implements RegistryCommand {}
}
