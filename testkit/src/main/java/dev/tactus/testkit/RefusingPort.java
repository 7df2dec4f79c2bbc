package dev.tactus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * A port of loopback on which nothing listens: connections to it are refused, as by the machine of a receiver that is down.
 * A socket that is bound and does not listen keeps it from everyone who asks for any free port. Who asks for this one gets it, as
 * servers do that set {@code SO_REUSEADDR}, Java's and Python's among them.
 */
public final class RefusingPort implements AutoCloseable {
    private final Socket placeholder = new Socket();

    /** Takes a free port. */
    public RefusingPort() {
        try {
            placeholder.setReuseAddress(true);
            placeholder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its number. */
    public int port() {
        return placeholder.getLocalPort();
    }

    /** The address of a path on this port, by IP literal. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Starts a receiver on the port: it is up. */
    public RecordingReceiver up() {
        int port = port();
        close();
        return RecordingReceiver.start(port);
    }

    @Override
    public void close() {
        try {
            placeholder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
