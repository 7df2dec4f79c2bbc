package dev.tactus.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks at ports of 127.0.0.1 by binding them for a moment. */
final class LoopbackPorts {
    static final String HOST = "127.0.0.1";

    private LoopbackPorts() {}

    /** A port that was free a moment ago. Another process can take it before the broker does; the caller tries again. */
    static int pick() {
        try (ServerSocket socket = bind(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Another port than this one, while this one is held: it would be picked again otherwise, now and then.
     *
     * @throws PortTakenException when something listens on this one, or when this user may not bind it
     */
    static int pickBeside(int port) {
        try {
            ServerSocket held = bind(port);
            try {
                return pick();
            } finally {
                held.close();
            }
        } catch (IOException e) {
            throw new PortTakenException(port, e);
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // As Kafka's acceptor does: connections of the previous run in TIME_WAIT do not count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
