package dev.tactus.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyReaderTest {
    private static final int BOUND = 256 * 1024;

    private final BodyReader bodies = new BodyReader(BOUND);
    private final WebServer server = WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(routing -> routing.post(
                            "/", (request, response) -> response.send(String.valueOf(bodies.read(request).length)))
                    .error(TooLargeException.class, (request, response, e) -> {
                        if (e.unread()) {
                            response.header(HeaderValues.CONNECTION_CLOSE);
                        }
                        response.status(Status.REQUEST_ENTITY_TOO_LARGE_413).send(String.valueOf(e.beginning().length));
                    }))
            .build()
            .start();

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "0,       200, 0",
        "1,       200, 1",
        "262144,  200, 262144",
        "262145,  413, 262145",
        "300000,  413, 262145",
        "1048577, 413, 262145",
        "1310720, 413, 262145",
    })
    void ofALargerBodyTheClientSeesTheAnswer(int size, int status, String read) throws Exception {
        byte[] body = new byte[size];
        for (BodyPublisher publisher : new BodyPublisher[] {
            BodyPublishers.ofByteArray(body), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
        }) {
            HttpResponse<String> answer = post(publisher);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(read);
            assertThat(answer.headers().firstValue("connection").orElse(""))
                    .as("the connection serves on")
                    .isNotEqualToIgnoringCase("close");
        }
    }

    @Test
    void whoAnnouncesFarTooMuchIsCutOffBeforeAnyOfItIsRead() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1310721\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            List<String> head = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .lines()
                    .takeWhile(line -> !line.isEmpty())
                    .toList();
            assertThat(head).first().asString().startsWith("HTTP/1.1 413 ");
            assertThat(head).contains("Connection: close");
        }
    }

    private HttpResponse<String> post(BodyPublisher body) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                            .POST(body)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
