package dev.tactus.contracts.registry;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked and told of a stored webhook. All but {@link Copy} go to the one partition of the webhook's tenant, which
 * alone decides; that one sends the copies to all others, so that every partition knows the webhooks when a job ends in it.
 */
public sealed interface WebhookCommand extends RegistryCommand {
    UUID id();

    /** @param secret ciphertext, as in {@link Webhook#secret()} */
    record Create(
            String tenant,
            UUID id,
            String url,
            String secret,
            @Nullable String description,
            boolean active) implements WebhookCommand {
        @Override
        public String key() {
            return Webhook.key(tenant, id);
        }
    }

    /**
     * Changes what is not null.
     *
     * @param changeId of this change
     * @param overlapSeconds for how long the secret that is replaced still signs beside the new one
     * @param description empty for none
     */
    record Update(
            String tenant,
            UUID id,
            UUID changeId,
            @Nullable String url,
            @Nullable String secret,
            int overlapSeconds,
            @Nullable String description,
            @Nullable Boolean active)
            implements WebhookCommand {
        @Override
        public String key() {
            // Each holds a part of what is wanted, so none may be compacted away by the next one.
            return Webhook.key(tenant, id) + "/update/" + changeId;
        }
    }

    record Delete(String tenant, UUID id) implements WebhookCommand {
        @Override
        public String key() {
            return Webhook.key(tenant, id);
        }
    }

    /** Send a test event, once. */
    record Test(String tenant, UUID id, UUID deliveryId) implements WebhookCommand {
        @Override
        public String key() {
            return Webhook.key(tenant, id) + "/test";
        }
    }

    /**
     * The endpoint wants nothing more, or did not answer its probe. From any partition.
     *
     * @param activeSince as the sender knew it; what it saw before the webhook was last enabled counts no more
     */
    record Disable(String tenant, UUID id, String reason, Instant activeSince) implements WebhookCommand {
        @Override
        public String key() {
            return Webhook.key(tenant, id) + "/disable";
        }
    }

    /** In one partition nothing was delivered since {@code since}, and something failed now. */
    record Failing(String tenant, UUID id, Instant since, Instant activeSince) implements WebhookCommand {
        @Override
        public String key() {
            return Webhook.key(tenant, id) + "/failing";
        }
    }

    /** Something was delivered; said once an hour by each partition. */
    record Delivered(String tenant, UUID id, Instant at) implements WebhookCommand {
        @Override
        public String key() {
            return Webhook.key(tenant, id) + "/delivered";
        }
    }

    /**
     * What the tenant's partition decided, for the others.
     *
     * @param webhook null when it is deleted
     */
    record Copy(String tenant, UUID id, @Nullable Webhook webhook) implements WebhookCommand {
        private static final String KIND = "webhook-copy";

        @Override
        public String key() {
            return tenant + "/" + KIND + "/" + id;
        }

        /** Whether a record's key is that of a copy. */
        public static boolean isKey(String key) {
            int slash = key.indexOf('/');
            return slash > 0 && key.startsWith(KIND + "/", slash + 1);
        }
    }
}
