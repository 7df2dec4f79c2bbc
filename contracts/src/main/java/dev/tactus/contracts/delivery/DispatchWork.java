package dev.tactus.contracts.delivery;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that a dispatcher must do now, the value of {@code dispatch-work}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DispatchWork.Launch.class, name = "launch"),
    @JsonSubTypes.Type(value = DispatchWork.Deliver.class, name = "deliver"),
})
public sealed interface DispatchWork {
    String tenant();

    /**
     * Launch a job: an ad-hoc one, or a further attempt of any. (The first attempt of a scheduled job is its fire event.)
     *
     * @param deadline the instant at which the job is failed as timed out; null before its first launch
     */
    record Launch(
            String tenant,
            UUID jobId,
            int attempt,
            String workflow,
            ObjectNode params,
            int timeoutSeconds,
            @Nullable UUID scheduleId,
            @Nullable Instant scheduledAt,
            @Nullable Instant deadline)
            implements DispatchWork {}

    /**
     * Deliver a callback.
     *
     * @param deliveryId the {@code webhook-id}: the same over all attempts
     * @param jobId whose callback it is; of a test, which has no job, the delivery's own id
     * @param attempt 1 for the first
     * @param secrets ciphertexts; the delivery is signed with each, several while a secret rotates
     * @param secretContext what the ciphertexts are bound to
     * @param eventType as in {@code job.completed}
     * @param body the exact text to send
     * @param last after a failure of this attempt there is no other: it is made even if its host has not answered lately
     */
    record Deliver(
            String tenant,
            UUID deliveryId,
            UUID jobId,
            int attempt,
            String url,
            List<String> secrets,
            String secretContext,
            String eventType,
            String body,
            boolean last)
            implements DispatchWork {}
}
