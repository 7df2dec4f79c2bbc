package dev.tactus.contracts.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is true of a job, without secrets and callback; in {@code job-events} and in answers.
 *
 * @param deploymentId which version of the workflow ran; null until it was launched
 * @param attempt 1 for the first launch, one more with each further one
 * @param scheduleId null for an ad-hoc job, as is {@code scheduledAt}
 * @param startedAt of the first launch
 */
public record Job(
        UUID jobId,
        String tenant,
        String workflow,
        @Nullable UUID workflowId,
        @Nullable UUID deploymentId,
        @Nullable Integer deploymentVersion,
        JobStatus status,
        ObjectNode params,
        int timeoutSeconds,
        @Nullable JsonNode result,
        @Nullable String error,
        @Nullable JsonNode mappedStack,
        @Nullable UUID scheduleId,
        @Nullable Instant scheduledAt,
        @Nullable String nonce,
        int attempt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt) {}
