package dev.tactus.broker;

/** Another process listens on the port that was asked for. */
public final class PortTakenException extends BrokerException {
    private static final long serialVersionUID = 1L;

    private final int port;

    PortTakenException(int port, Throwable cause) {
        super(
                "Port " + port + " on 127.0.0.1 is taken. Stop what listens there, or choose another port"
                        + " (0 picks a free one).",
                cause);
        this.port = port;
    }

    /** The port that was asked for. */
    public int port() {
        return port;
    }
}
