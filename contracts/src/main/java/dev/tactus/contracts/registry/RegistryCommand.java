package dev.tactus.contracts.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a tenant asks to register, the value of {@code registry-commands}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RegistryCommand.Deploy.class, name = "deploy_workflow"),
    @JsonSubTypes.Type(value = RegistryCommand.Remove.class, name = "remove_workflow"),
    @JsonSubTypes.Type(value = RegistryCommand.DisableSchedules.class, name = "disable_schedules"),
    @JsonSubTypes.Type(value = WebhookCommand.Create.class, name = "create_webhook"),
    @JsonSubTypes.Type(value = WebhookCommand.Update.class, name = "update_webhook"),
    @JsonSubTypes.Type(value = WebhookCommand.Delete.class, name = "delete_webhook"),
    @JsonSubTypes.Type(value = WebhookCommand.Test.class, name = "test_webhook"),
    @JsonSubTypes.Type(value = WebhookCommand.Disable.class, name = "disable_webhook"),
    @JsonSubTypes.Type(value = WebhookCommand.Failing.class, name = "webhook_failing"),
    @JsonSubTypes.Type(value = WebhookCommand.Delivered.class, name = "webhook_delivered"),
    @JsonSubTypes.Type(value = WebhookCommand.Copy.class, name = "copy_webhook"),
})
public sealed interface RegistryCommand
        permits RegistryCommand.Deploy, RegistryCommand.Remove, RegistryCommand.DisableSchedules, WebhookCommand {
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

    /** @param disableSchedules whether the schedules that launch it are disabled; they are in all partitions */
    record Remove(String tenant, String name, boolean disableSchedules) implements RegistryCommand {
        @Override
        public String key() {
            return Workflow.key(tenant, name);
        }
    }

    /**
     * From the tenant's partition to the others, with the removal that it follows from: each disables the schedules that it
     * has of the workflow.
     *
     * @param workflowId of the workflow that is gone; one that gets its name later has another
     * @param actor who removed it
     * @param removedAt what was created later is left alone
     */
    record DisableSchedules(
            String tenant,
            String name,
            UUID workflowId,
            @Nullable String actor,
            Instant removedAt) implements RegistryCommand {
        private static final String KIND = "disable-schedules";

        @Override
        public String key() {
            return tenant + "/" + KIND + "/" + workflowId;
        }
    }

    /** Whether a record's key is that of what a tenant's partition tells all others. */
    static boolean isForOthers(String key) {
        int slash = key.indexOf('/');
        return slash > 0 && (key.startsWith(DisableSchedules.KIND + "/", slash + 1) || WebhookCommand.Copy.isKey(key));
    }
}
