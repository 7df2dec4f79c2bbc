package dev.tactus.audit;

/** The log could not be audited: nothing is known of it. The message is one line and says what to do. */
public final class AuditFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuditFailedException(String message) {
        super(message);
    }

    AuditFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
