package dev.tactus.api.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A key from the configuration. The key itself is not kept: keys are long and random, so a plain hash can't be reversed.
 *
 * @param sha256 of the key's UTF-8 bytes, 64 lower-case hexadecimal digits
 */
public record ApiKey(Caller caller, String sha256) {
    private static final Pattern TENANT = Pattern.compile("[a-z0-9_-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public ApiKey {
        sha256 = sha256.toLowerCase(Locale.ROOT);
        if (!TENANT.matcher(caller.tenant()).matches()) {
            throw new IllegalArgumentException("the tenant of key '" + caller.label()
                    + "' must be 1 to 64 characters of a-z, 0-9, '_' and '-', not '" + caller.tenant() + "'");
        }
        if (!HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException("the sha256 of key '" + caller.label()
                    + "' must be 64 hexadecimal digits: printf %s KEY | sha256sum");
        }
    }

    /** For {@code dev}, where the key is no secret. */
    public static ApiKey ofPlain(Caller caller, String key) {
        return new ApiKey(caller, hash(key));
    }

    static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ApiKey[" + caller + "]";
    }
}
