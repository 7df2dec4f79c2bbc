package dev.tactus.processor.core.state;

import dev.tactus.contracts.topic.EntityKey;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A callback on its way. Its body is made from its job's row whenever it is needed, always the same.
 *
 * @param jobId of a test, which has no job, the delivery's own id
 * @param webhookId the stored webhook that it goes to; null for a job's own callback
 * @param url of a stored webhook, as it was at the last attempt
 * @param secrets ciphertexts, bound to {@code secretContext}; none for a stored webhook, which says itself what signs
 * @param attempt the one that is pending; 1 for the first
 * @param firstAttempt of this round; a delivery that is driven again begins the retry schedule anew
 * @param phase of that attempt
 * @param timer epoch milliseconds at which the attempt is due, or its lease ends; null while it waits for a dispatcher
 * @param last null before the first attempt ended
 * @param putOffSince epoch milliseconds since when the pending attempt is put off; null if it is not
 */
public record DeliveryRow(
        String tenant,
        UUID deliveryId,
        UUID jobId,
        @Nullable UUID webhookId,
        String url,
        List<String> secrets,
        String secretContext,
        String eventType,
        int attempt,
        int firstAttempt,
        Phase phase,
        @Nullable Long timer,
        @Nullable LastAttempt last,
        @Nullable Long putOffSince,
        long createdAt) {

    public enum Phase {
        /**
         * Handed out; no dispatcher has said that it took it. It is in the log, so it can't be lost. Or with a timer: put off,
         * and handed out again then.
         */
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

    /** Whether nothing more happens to it, unless someone asks for it. */
    public boolean settled() {
        return phase == Phase.DELIVERED || phase == Phase.DEAD;
    }

    /** How often it was tried in this round, the pending attempt included. */
    public int tries() {
        return attempt - firstAttempt + 1;
    }

    /** What was put off stays so only while the same attempt is pending. */
    public DeliveryRow with(int attempt, Phase phase, @Nullable Long timer) {
        boolean stillPutOff = attempt == this.attempt && (phase == Phase.HANDED_OUT || phase == Phase.STARTED);
        return new DeliveryRow(
                tenant,
                deliveryId,
                jobId,
                webhookId,
                url,
                secrets,
                secretContext,
                eventType,
                attempt,
                firstAttempt,
                phase,
                timer,
                last,
                stillPutOff ? putOffSince : null,
                createdAt);
    }

    /** The same attempt, to be handed out again at the timer. */
    public DeliveryRow putOff(long since, long timer) {
        return new DeliveryRow(
                tenant,
                deliveryId,
                jobId,
                webhookId,
                url,
                secrets,
                secretContext,
                eventType,
                attempt,
                firstAttempt,
                Phase.HANDED_OUT,
                timer,
                last,
                since,
                createdAt);
    }

    public DeliveryRow to(String currentUrl) {
        return new DeliveryRow(
                tenant,
                deliveryId,
                jobId,
                webhookId,
                currentUrl,
                secrets,
                secretContext,
                eventType,
                attempt,
                firstAttempt,
                phase,
                timer,
                last,
                putOffSince,
                createdAt);
    }

    public DeliveryRow after(LastAttempt attempted) {
        return new DeliveryRow(
                tenant,
                deliveryId,
                jobId,
                webhookId,
                url,
                secrets,
                secretContext,
                eventType,
                attempt,
                firstAttempt,
                phase,
                timer,
                attempted,
                putOffSince,
                createdAt);
    }

    /** The same delivery with the next attempt as the first of a new round. */
    public DeliveryRow inNewRound() {
        return new DeliveryRow(
                tenant,
                deliveryId,
                jobId,
                webhookId,
                url,
                secrets,
                secretContext,
                eventType,
                attempt,
                attempt + 1,
                phase,
                timer,
                last,
                putOffSince,
                createdAt);
    }
}
