package dev.tactus.contracts.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored webhook: an endpoint that is told of every job of its tenant that has no callback of its own. It is a value of
 * {@code tenant-registry}.
 *
 * @param secret ciphertext, bound to {@link #secretContext}
 * @param formerSecrets those that still sign beside the current one, the latest first
 * @param disabledReason why the platform disabled it; null while it is active, and when the tenant did
 * @param revision 1 for the first, one more with each change
 * @param activeSince when it became active last; what deliveries of before tell of its health counts no more
 */
public record Webhook(
        String tenant,
        UUID id,
        String url,
        String secret,
        List<FormerSecret> formerSecrets,
        @Nullable String description,
        boolean active,
        @Nullable String disabledReason,
        long revision,
        Instant activeSince,
        Instant createdAt,
        Instant updatedAt) {

    public Webhook {
        formerSecrets = formerSecrets == null ? List.of() : List.copyOf(formerSecrets);
    }

    /** @param signsUntil after it, this secret signs nothing more */
    public record FormerSecret(String secret, Instant signsUntil) {}

    /** The record key on {@code tenant-registry}, and on {@code registry-commands} of what concerns it. */
    public static String key(String tenant, UUID id) {
        return tenant + "/webhook/" + id;
    }

    /** The context that its secrets are bound to. */
    public static String secretContext(String tenant, UUID id) {
        return key(tenant, id) + "/secret";
    }

    /** The ciphertexts of the secrets that sign at an instant, the current one first. */
    public List<String> secretsAt(Instant now) {
        List<String> signing = new ArrayList<>(List.of(secret));
        formerSecrets.stream()
                .filter(former -> former.signsUntil().isAfter(now))
                .map(FormerSecret::secret)
                .forEach(signing::add);
        return List.copyOf(signing);
    }
}
