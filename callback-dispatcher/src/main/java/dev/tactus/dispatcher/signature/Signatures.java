package dev.tactus.dispatcher.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The headers that prove a request's origin: {@code x-webhook-signature}, and the three of the Standard Webhooks
 * specification (https://github.com/standard-webhooks/standard-webhooks).
 */
public final class Signatures {
    private static final String HMAC_SHA256 = "HmacSHA256";
    private static final String STANDARD_PREFIX = "whsec_";

    private Signatures() {}

    /**
     * @param id the same over all attempts
     * @param sentAt of this attempt
     * @param secrets at least one, the current one first; all of them sign, so that a receiver may know either while a
     *     secret rotates
     */
    public static Map<String, String> headers(String id, Instant sentAt, byte[] body, List<String> secrets) {
        String timestamp = Long.toString(sentAt.getEpochSecond());
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-webhook-signature", HexFormat.of().formatHex(hmac(plainKey(secrets.getFirst()), body)));
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put(
                "webhook-signature",
                secrets.stream()
                        .map(secret ->
                                "v1," + Base64.getEncoder().encodeToString(hmac(standardKey(secret), head, body)))
                        .collect(Collectors.joining(" ")));
        return headers;
    }

    private static byte[] plainKey(String secret) {
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] standardKey(String secret) {
        if (secret.startsWith(STANDARD_PREFIX)) {
            try {
                byte[] key = Base64.getDecoder().decode(secret.substring(STANDARD_PREFIX.length()));
                if (key.length > 0) {
                    return key;
                }
            } catch (IllegalArgumentException e) {
                // It only looks like one: it is a text as any other.
            }
        }
        return plainKey(secret);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC_SHA256);
            mac.init(new SecretKeySpec(key, HMAC_SHA256));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC_SHA256, e);
        }
    }
}
