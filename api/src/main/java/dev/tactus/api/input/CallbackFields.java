package dev.tactus.api.input;

import dev.tactus.contracts.net.OutboundUrls;
import dev.tactus.contracts.secret.SecretBox;
import org.jspecify.annotations.Nullable;

/** Reads where to call back and with which secret; the secret is encrypted as soon as it is read. */
public final class CallbackFields {
    public static final String URL = "callback_url";
    public static final String SECRET = "callback_secret";

    /** Characters of a secret. */
    private static final int MAX_SECRET = 256;

    private final OutboundUrls urls;
    private final SecretBox secrets;

    public CallbackFields(OutboundUrls urls, SecretBox secrets) {
        this.urls = urls;
        this.secrets = secrets;
    }

    /** A URL that the platform may call; it is not shown in messages, because it may hold a token. */
    public @Nullable String url(Fields in, String name) {
        String url = in.secret(name, 1, OutboundUrls.MAX_LENGTH);
        if (url == null) {
            return null;
        }
        String objection = urls.objection(url).orElse(null);
        if (objection != null) {
            in.wrong(IssueCode.INVALID_FORMAT, name, name + " can't be called: " + objection);
            return null;
        }
        return url;
    }

    /**
     * A secret, as ciphertext.
     *
     * @param context names the owner that the ciphertext is bound to
     */
    public @Nullable String secret(Fields in, String name, String context) {
        String secret = in.secret(name, 1, MAX_SECRET);
        return secret == null ? null : secrets.encrypt(secret, context);
    }
}
