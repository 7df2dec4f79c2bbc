package dev.tactus.contracts.delivery;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact about a delivery, on {@code delivery-events}; the record's key is the job's.
 *
 * @param attempt that it speaks of
 * @param nextAttemptAt present when {@code outcome} is {@link Outcome#RETRYING}
 * @param seq counts the facts of this partition, over all topics
 */
public record DeliveryEvent(
        String tenant,
        UUID deliveryId,
        UUID jobId,
        String eventType,
        String url,
        Outcome outcome,
        int attempt,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable Long durationMillis,
        @Nullable String response,
        @Nullable Instant nextAttemptAt,
        Instant effectiveAt,
        long seq) {

    public enum Outcome {
        QUEUED,
        DELIVERED,
        RETRYING,
        DEAD
    }

    /** The name in the header {@code event-type}, as in {@code delivery.delivered}. */
    public String type() {
        return "delivery." + outcome.name().toLowerCase(Locale.ROOT);
    }
}
