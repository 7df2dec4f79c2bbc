package dev.tactus.contracts.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a tenant asks to register, the value of {@code registry-commands}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RegistryCommand.Deploy.class, name = "deploy_workflow"),
    @JsonSubTypes.Type(value = RegistryCommand.Remove.class, name = "remove_workflow"),
    @JsonSubTypes.Type(value = WebhookCommand.Create.class, name = "create_webhook"),
    @JsonSubTypes.Type(value = WebhookCommand.Update.class, name = "update_webhook"),
    @JsonSubTypes.Type(value = WebhookCommand.Delete.class, name = "delete_webhook"),
    @JsonSubTypes.Type(value = WebhookCommand.Test.class, name = "test_webhook"),
    @JsonSubTypes.Type(value = WebhookCommand.Disable.class, name = "disable_webhook"),
    @JsonSubTypes.Type(value = WebhookCommand.Failing.class, name = "webhook_failing"),
    @JsonSubTypes.Type(value = WebhookCommand.Delivered.class, name = "webhook_delivered"),
    @JsonSubTypes.Type(value = WebhookCommand.Copy.class, name = "copy_webhook"),
})
public sealed interface RegistryCommand permits RegistryCommand.Deploy, RegistryCommand.Remove, WebhookCommand {
    String tenant();

    /** The record's key; the tenant stands before its first slash. */
    String key();

    /** @param workflowId for a name that is new; a known name keeps its own */
    record Deploy(
            String tenant,
            String name,
            UUID workflowId,
            UUID deploymentId,
            Runner runner,
            @Nullable JsonNode inputSchema)
            implements RegistryCommand {
        @Override
        public String key() {
            return Workflow.key(tenant, name);
        }
    }

    record Remove(String tenant, String name) implements RegistryCommand {
        @Override
        public String key() {
            return Workflow.key(tenant, name);
        }
    }
}
