package dev.tactus.contracts.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.subtle.Hkdf;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.MalformedJsonException;
import dev.tactus.contracts.topic.EntityKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens with which a worker reports on the one job that it was given. A token names its tenant and holds an HMAC-SHA256
 * over tenant and job, by a key that is derived (HKDF) from a key of the secrets keyset. So it is stored nowhere and is the
 * same for all attempts; it is of use until its job is final, because after that no report is taken.
 *
 * <p>The primary key makes tokens and every enabled key of the keyset verifies them, so a rotation breaks no job under way.
 */
public final class JobTokens {
    private static final String PREFIX = "tjt_";
    private static final Pattern ANY = Pattern.compile(PREFIX + "[A-Za-z0-9._-]*");
    private static final String HMAC = "HmacSHA256";
    private static final byte[] PURPOSE = "tactus job token 1".getBytes(StandardCharsets.UTF_8);
    private static final int KEY_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** The primary first. */
    private final List<SecretKeySpec> keys;

    private JobTokens(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * @param keysetJson the keyset of {@link SecretBox}
     * @throws SecretException when it is not a keyset
     */
    public static JobTokens of(String keysetJson) {
        try {
            JsonNode keyset = Json.read(keysetJson.getBytes(StandardCharsets.UTF_8), JsonNode.class);
            List<SecretKeySpec> keys = new ArrayList<>();
            for (JsonNode key : keyset.path("key")) {
                if (!key.path("status").asText().equals("ENABLED")) {
                    continue;
                }
                byte[] material = Base64.getDecoder()
                        .decode(key.path("keyData").path("value").asText());
                SecretKeySpec derived = new SecretKeySpec(
                        Hkdf.computeHkdf("HMACSHA256", material, new byte[0], PURPOSE, KEY_BYTES), HMAC);
                boolean primary = key.path("keyId").asLong()
                        == keyset.path("primaryKeyId").asLong();
                keys.add(primary ? 0 : keys.size(), derived);
            }
            if (keys.isEmpty()) {
                throw new GeneralSecurityException("no key is enabled");
            }
            return new JobTokens(List.copyOf(keys));
        } catch (MalformedJsonException | GeneralSecurityException | IllegalArgumentException e) {
            throw new SecretException(
                    "the secrets keyset is not a Tink AEAD keyset in JSON: create one with `tactus keyset`", e);
        }
    }

    /** The job's token. */
    public String token(String tenant, UUID job) {
        return PREFIX
                + ENCODER.encodeToString(tenant.getBytes(StandardCharsets.UTF_8))
                + "."
                + ENCODER.encodeToString(mac(keys.getFirst(), tenant, job));
    }

    /** The tenant of the job if this is the job's token; empty for any other text. */
    public Optional<String> tenantOf(String token, UUID job) {
        int dot = token.indexOf('.');
        if (!token.startsWith(PREFIX) || dot < 0) {
            return Optional.empty();
        }
        String tenant;
        byte[] presented;
        try {
            tenant = new String(
                    Base64.getUrlDecoder().decode(token.substring(PREFIX.length(), dot)), StandardCharsets.UTF_8);
            presented = Base64.getUrlDecoder().decode(token.substring(dot + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean right = false;
        for (SecretKeySpec key : keys) {
            // Not cut short: how long it takes must not tell how much of it is right.
            right |= MessageDigest.isEqual(presented, mac(key, tenant, job));
        }
        return right ? Optional.of(tenant) : Optional.empty();
    }

    /** The text without any token in it, also a token that was cut off: a worker may send back what it was given. */
    public static String masked(String text) {
        return ANY.matcher(text).replaceAll(PREFIX + "…");
    }

    private static byte[] mac(SecretKeySpec key, String tenant, UUID job) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(new EntityKey(tenant, job).bytes());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
