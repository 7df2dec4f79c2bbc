package dev.tactus.contracts.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact about a stored webhook's health, on {@code delivery-events} beside the deliveries; its key is {@code
 * tenant/webhook_endpoint_id}.
 *
 * @param active what it is now
 * @param reason why it was disabled; null when it was enabled
 * @param seq counts the facts of this partition, over all topics
 */
public record WebhookEvent(
        String tenant,
        UUID webhookEndpointId,
        String url,
        boolean active,
        @Nullable String reason,
        Instant effectiveAt,
        long seq) {
    /** The name in the header {@code event-type}. */
    public String type() {
        return active ? "webhook.enabled" : "webhook.disabled";
    }
}
