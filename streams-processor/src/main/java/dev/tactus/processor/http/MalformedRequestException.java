package dev.tactus.processor.http;

/** A request of another service that can't be understood: the two differ in version or in configuration. */
final class MalformedRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedRequestException(String message) {
        super(message);
    }
}
