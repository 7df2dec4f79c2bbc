package dev.tactus.recurrence;

/** What is wrong with one field of an expression, and where in the user's text. Never leaves the package. */
final class CronSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    final int position;

    CronSyntaxException(int position, String message) {
        // No stack trace: this is an answer to a user, made in bulk by whoever sends nonsense.
        super(message, null, false, false);
        this.position = position;
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
