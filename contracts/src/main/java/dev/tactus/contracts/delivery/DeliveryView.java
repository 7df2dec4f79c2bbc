package dev.tactus.contracts.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as clients see it, without secrets.
 *
 * @param deliveryId the {@code webhook-id}
 * @param jobId null for a test
 * @param webhookEndpointId null for a job's own callback
 * @param attempt the one that is pending, or was the last
 * @param status of the last attempt that ended, as are {@code error} to {@code lastAttemptAt}; null before
 * @param response the first part of the last answer's body, if the attempt failed
 * @param nextAttemptAt null unless it waits
 */
public record DeliveryView(
        UUID deliveryId,
        @Nullable UUID jobId,
        @Nullable UUID webhookEndpointId,
        String eventType,
        String url,
        DeliveryOutcome outcome,
        int attempt,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable Long durationMillis,
        @Nullable String response,
        @Nullable Instant lastAttemptAt,
        @Nullable Instant nextAttemptAt,
        Instant createdAt) {}
