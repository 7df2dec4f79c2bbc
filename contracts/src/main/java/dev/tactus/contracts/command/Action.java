package dev.tactus.contracts.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A one-shot request, the value of {@code schedule-actions}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Action.Trigger.class, name = "trigger"),
    @JsonSubTypes.Type(value = Action.CreateJob.class, name = "create_job"),
    @JsonSubTypes.Type(value = Action.CancelJob.class, name = "cancel_job"),
    @JsonSubTypes.Type(value = Action.Redeliver.class, name = "redeliver"),
    @JsonSubTypes.Type(value = Action.RedeliverDead.class, name = "redeliver_dead"),
})
public sealed interface Action {
    String tenant();

    /**
     * Fire a schedule now. Its record's key is the schedule's.
     *
     * @param params in place of the schedule's own; null for those
     */
    record Trigger(String tenant, UUID scheduleId, @Nullable ObjectNode params) implements Action {}

    /**
     * Run a workflow without a schedule. Its record's key is the job's.
     *
     * @param nonce the same nonce again returns the same job; it and the job's id share a slot
     * @param callbackSecret ciphertext, bound to {@code tenant/job_id/callback}
     */
    record CreateJob(
            String tenant,
            UUID jobId,
            String workflow,
            ObjectNode params,
            @Nullable String nonce,
            int timeoutSeconds,
            @Nullable String callbackUrl,
            @Nullable String callbackSecret,
            boolean skipCallbacks)
            implements Action {}

    /** Its record's key is the job's. */
    record CancelJob(String tenant, UUID jobId) implements Action {}

    /** Deliver once more what was settled, or now what waits. Its record's key is the delivery's. */
    record Redeliver(String tenant, UUID deliveryId) implements Action {}

    /**
     * Deliver once more what was given up, in the partition of the record.
     *
     * @param webhookEndpointId only of this endpoint; null for all of the tenant
     * @param since only deliveries that began then or later
     * @param until only deliveries that began before; null for all
     * @param limit the most deliveries
     */
    record RedeliverDead(
            String tenant,
            @Nullable UUID webhookEndpointId,
            Instant since,
            @Nullable Instant until,
            int limit) implements Action {}
}
