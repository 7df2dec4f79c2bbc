package dev.tactus.contracts.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Encrypts secrets before they reach Kafka (Tink AEAD). A ciphertext is bound to a context, the owner it was made for, so
 * that a copy of it is worthless anywhere else. The API encrypts and the dispatcher decrypts; the processor has no key.
 */
public final class SecretBox {
    private final Aead aead;

    private SecretBox(Aead aead) {
        this.aead = aead;
    }

    /**
     * @param keysetJson a Tink keyset in JSON; its primary key encrypts, every key of it decrypts, so keys can be rotated
     * @throws SecretException when it is not a usable AEAD keyset
     */
    public static SecretBox of(String keysetJson) {
        try {
            AeadConfig.register();
            KeysetHandle keyset = TinkJsonProtoKeysetFormat.parseKeyset(keysetJson, InsecureSecretKeyAccess.get());
            return new SecretBox(keyset.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw new SecretException(
                    "the secrets keyset is not a Tink AEAD keyset in JSON: create one with `tactus keyset`", e);
        }
    }

    /** A new keyset with one AES-256-GCM key. */
    public static String newKeyset() {
        try {
            AeadConfig.register();
            KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new SecretException("cannot make a keyset", e);
        }
    }

    /** @param context names the owner, as in {@code tenant/schedule/callback} */
    public String encrypt(String secret, String context) {
        try {
            byte[] ciphertext =
                    aead.encrypt(secret.getBytes(StandardCharsets.UTF_8), context.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(ciphertext);
        } catch (GeneralSecurityException e) {
            throw new SecretException("cannot encrypt a secret of " + context, e);
        }
    }

    /** @throws SecretException when the ciphertext was not made with this keyset for this context */
    public String decrypt(String ciphertext, String context) {
        try {
            byte[] secret =
                    aead.decrypt(Base64.getDecoder().decode(ciphertext), context.getBytes(StandardCharsets.UTF_8));
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SecretException(
                    "cannot decrypt a secret of " + context
                            + ": its key is not in the keyset, or it was made for another owner",
                    e);
        }
    }
}
