package dev.tactus.bench.receiver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Listens on a free port of loopback, with a virtual thread for each connection. */
final class Connections {
    private static final int BACKLOG = 1_024;

    private final ServerSocket server;
    private final Handler handler;

    /** What is done with a connection; it is closed afterwards. */
    interface Handler {
        /** @throws IOException when the other side went */
        void handle(Socket connection) throws IOException;
    }

    private Connections(ServerSocket server, Handler handler) {
        this.server = server;
        this.handler = handler;
    }

    /** Returns the port. */
    static int listen(String name, Handler handler) {
        try {
            Connections connections =
                    new Connections(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), handler);
            Thread.ofPlatform().name("accept-" + name).start(connections::accept);
            return connections.server.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket connection = server.accept();
                Thread.startVirtualThread(() -> handle(connection));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void handle(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            handler.handle(connection);
        } catch (IOException gone) {
            // The dispatcher ended a call or dropped an idle connection, as it should.
        }
    }
}
