package dev.tactus.contracts.secret;

/** A secret could not be encrypted or decrypted. The message never holds the secret or the ciphertext. */
public final class SecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretException(String message, Throwable cause) {
        super(message, cause);
    }
}
