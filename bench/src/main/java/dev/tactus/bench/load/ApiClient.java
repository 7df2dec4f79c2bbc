package dev.tactus.bench.load;

import dev.tactus.bench.http.HttpMessage;
import dev.tactus.bench.process.TactusProcesses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A client of the API with a connection of its own that stays open. It waits for as long as the API lets it wait. For one
 * thread, best of the platform: for a virtual one, or with a time-out, the operating system is asked more often.
 */
final class ApiClient implements AutoCloseable {
    static final int OK = 200;

    private static final byte[] NOTHING = {};

    private final URI api;
    private @Nullable Connection connection;

    ApiClient(URI api) {
        this.api = api;
    }

    /** @param status 0 when there was no answer */
    record Answer(int status, byte[] body) {
        boolean ok() {
            return status == OK;
        }
    }

    Answer post(String route, String json) {
        try {
            Connection open = connection;
            if (open == null) {
                open = new Connection(api);
                connection = open;
            }
            return open.post(route, json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            close();
            return new Answer(0, NOTHING);
        }
    }

    /** A schedule of the usual kind that is due once a year. */
    Answer create(long number) {
        return post(
                "schedules/create",
                "{\"workflow\":\"%s\",\"params\":{\"number\":%d},\"cron_expr\":\"%d %d 1 1 *\"}"
                        .formatted(Definitions.WORKFLOW, number, number % 60, number / 60 % 24));
    }

    /** Ends the connection; the next request opens another. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    private static final class Connection {
        private final Socket socket;
        private final HttpMessage.Reader responses;
        private final String host;

        Connection(URI api) throws IOException {
            this.host = api.getHost() + ":" + api.getPort();
            this.socket = new Socket(api.getHost(), api.getPort());
            socket.setTcpNoDelay(true);
            this.responses = new HttpMessage.Reader(socket.getInputStream());
        }

        Answer post(String route, byte[] body) throws IOException {
            String head = "POST /v1/" + route + " HTTP/1.1\r\n"
                    + "host: " + host + "\r\n"
                    + "x-api-key: " + TactusProcesses.API_KEY + "\r\n"
                    + "content-type: application/json\r\n"
                    + "content-length: " + body.length + "\r\n\r\n";
            ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length);
            request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(body);
            // In one piece: each write is a packet.
            request.writeTo(socket.getOutputStream());
            HttpMessage response = responses.next();
            if (response == null) {
                throw new IOException("the connection ended before an answer");
            }
            return new Answer(Integer.parseInt(response.target()), response.body());
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
