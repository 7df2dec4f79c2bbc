package dev.tactus.contracts.delivery;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact about a delivery, on {@code delivery-events}; the record's key is the job's.
 *
 * @param jobId of a test, which has no job, the delivery's own id
 * @param webhookEndpointId null for a job's own callback
 * @param attempt that it speaks of
 * @param responseHeaders the first of them, by their names in lower case
 * @param response the first 4 KB of the answer's body
 * @param nextAttemptAt present when {@code outcome} is {@link DeliveryOutcome#RETRYING}
 * @param seq counts the facts of this partition, over all topics
 */
public record DeliveryEvent(
        String tenant,
        UUID deliveryId,
        UUID jobId,
        @Nullable UUID webhookEndpointId,
        String eventType,
        String url,
        DeliveryOutcome outcome,
        int attempt,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable Long durationMillis,
        Map<String, String> responseHeaders,
        @Nullable String response,
        @Nullable Instant nextAttemptAt,
        Instant effectiveAt,
        long seq) {

    public DeliveryEvent {
        responseHeaders = responseHeaders == null ? Map.of() : Map.copyOf(responseHeaders);
    }

    /** The name in the header {@code event-type}, as in {@code delivery.delivered}. */
    public String type() {
        return "delivery." + outcome.name().toLowerCase(Locale.ROOT);
    }
}
