package dev.tactus.standalone;

/** Tactus cannot start, for a reason that its user can remove. The message is one line and says how. */
final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
