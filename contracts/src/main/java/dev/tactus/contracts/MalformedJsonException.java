package dev.tactus.contracts;

/** A document is not JSON, or not of the type that its reader expects. Retrying does not help: dead-letter it. */
public final class MalformedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(Class<?> expected, Throwable cause) {
        super("not a " + expected.getSimpleName() + ": " + cause.getMessage(), cause);
    }
}
