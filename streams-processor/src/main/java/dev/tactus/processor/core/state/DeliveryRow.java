package dev.tactus.processor.core.state;

import dev.tactus.contracts.topic.EntityKey;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A callback on its way. Its body is made from its job's row whenever it is needed, always the same.
 *
 * @param secrets ciphertexts, bound to {@code secretContext}
 * @param attempt the one that is pending; 1 for the first
 * @param phase of that attempt
 * @param timer epoch milliseconds at which the attempt is due, or its lease ends; null while it waits for a dispatcher
 */
public record DeliveryRow(
        String tenant,
        UUID deliveryId,
        UUID jobId,
        String url,
        List<String> secrets,
        String secretContext,
        String eventType,
        int attempt,
        Phase phase,
        @Nullable Long timer,
        long createdAt) {

    public enum Phase {
        /** Handed out; no dispatcher has said that it took it. It is in the log, so it can't be lost. */
        HANDED_OUT,
        /** A dispatcher has it, on lease. */
        STARTED,
        /** It failed and is tried again at its timer. */
        WAITING,
        DELIVERED,
        DEAD
    }

    public EntityKey key() {
        return new EntityKey(tenant, deliveryId);
    }

    public DeliveryRow with(int attempt, Phase phase, @Nullable Long timer) {
        return new DeliveryRow(
                tenant, deliveryId, jobId, url, secrets, secretContext, eventType, attempt, phase, timer, createdAt);
    }
}
