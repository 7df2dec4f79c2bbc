package dev.tactus.api.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.http.Call;
import dev.tactus.api.input.IssueCode;
import dev.tactus.api.input.Issues;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Idempotency-Key}. All requests of one tenant and route with the same key get the same slot, so they meet in
 * one partition, and there the first answer is kept.
 */
public final class Idempotency {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec hashKey;

    /**
     * @param secret of this installation. The hash of a body goes to Kafka, and a body may hold a secret that is easy to
     *     guess; so the hash is one that nobody without this can make. When it changes, a request that is sent again
     *     across the change is taken for another one and refused.
     */
    public Idempotency(String secret) {
        try {
            byte[] key = MessageDigest.getInstance("SHA-256")
                    .digest(("tactus idempotency " + secret).getBytes(StandardCharsets.UTF_8));
            this.hashKey = new SecretKeySpec(key, HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Which request this is, as far as the client says so.
     *
     * @param key under which the processor keeps the first answer; null without the header
     * @param bodyHash null without the header
     * @param slot where all requests with the key meet; null without the header
     */
    public record Token(
            @Nullable String key,
            @Nullable String bodyHash,
            @Nullable Integer slot) {
        static final Token NONE = new Token(null, null, null);
    }

    public Token token(Call call, Issues issues) {
        String key = call.idempotencyKey();
        if (key == null) {
            return Token.NONE;
        }
        if (!FORM.matcher(key).matches()) {
            issues.add(
                    IssueCode.INVALID_FORMAT,
                    List.of("idempotency-key"),
                    "the header Idempotency-Key must have 1 to 255 visible ASCII characters");
            return Token.NONE;
        }
        // The route is part of the key: the same key may be used on another route for another thing.
        return new Token(call.route() + " " + key, hash(call.body()), Ids.slotOf(call.tenant(), call.route(), key));
    }

    private String hash(ObjectNode body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(hashKey);
            return HexFormat.of().formatHex(mac.doFinal(Json.bytes(canonical(body))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /** The same whatever the order of keys. */
    private static JsonNode canonical(JsonNode node) {
        if (node.isArray()) {
            var array = Json.mapper().createArrayNode();
            node.forEach(item -> array.add(canonical(item)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = Json.object();
        Map<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        sorted.forEach((name, value) -> object.set(name, canonical(value)));
        return object;
    }
}
