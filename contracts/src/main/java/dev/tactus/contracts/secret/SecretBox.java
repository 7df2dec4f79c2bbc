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
            return new SecretBox(parse(keysetJson).getPrimitive(RegistryConfiguration.get(), Aead.class));
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

    /**
     * The keyset with one more key, which decrypts and does not encrypt yet: the first step of a rotation.
     *
     * @throws SecretException when it is not a usable keyset
     */
    public static String withFurtherKey(String keysetJson) {
        KeysetHandle keyset = parse(keysetJson);
        return changed(KeysetHandle.newBuilder(keyset)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
    }

    /**
     * The keyset with its last key as the one that encrypts: the second step, once every service has the further key.
     *
     * @throws SecretException when it is not a usable keyset
     */
    public static String withLastKeyAsPrimary(String keysetJson) {
        KeysetHandle.Builder keyset = KeysetHandle.newBuilder(parse(keysetJson));
        keyset.getAt(keyset.size() - 1).makePrimary();
        return changed(keyset);
    }

    private static String changed(KeysetHandle.Builder keyset) {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(keyset.build(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new SecretException("cannot change the keyset", e);
        }
    }

    private static KeysetHandle parse(String keysetJson) {
        try {
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.parseKeyset(keysetJson, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new SecretException(
                    "the secrets keyset is not a Tink AEAD keyset in JSON: create one with `tactus keyset`", e);
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
