package dev.tactus.broker;

/** The embedded broker could not start. The message is one line and says what to do. */
public sealed class BrokerException extends RuntimeException
        permits DataFolderInUseException, DataFolderUnusableException, PortTakenException {
    private static final long serialVersionUID = 1L;

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }

    BrokerException(String message) {
        super(message);
    }
}
