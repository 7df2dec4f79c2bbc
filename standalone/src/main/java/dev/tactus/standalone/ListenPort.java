package dev.tactus.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether a port of loopback can be had, before anything slow is started. */
final class ListenPort {
    private ListenPort() {}

    /**
     * @param port 0 is always free
     * @param option the option to name in the message
     * @throws StartFailure when it is taken or out of range
     */
    static void requireFree(int port, String option) {
        if (port < 0 || port > 65_535) {
            throw new StartFailure(option + " must be between 0 and 65535 (0 picks a free port), not " + port);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new StartFailure(
                    "port " + port + " is taken: stop what listens there, or choose another with " + option
                            + " (0 picks a free one)",
                    e);
        }
    }
}
