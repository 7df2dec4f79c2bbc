package dev.tactus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordingReceiverTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final RecordingReceiver receiver = RecordingReceiver.start();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        receiver.close();
        client.close();
    }

    @Test
    void recordsTheExactBytesAndHeadersInOrder() throws Exception {
        byte[] body = {'{', 0, (byte) 0xC3, (byte) 0xA9, '}', '\n'};
        client.send(
                HttpRequest.newBuilder(receiver.uri("/hook?x=1"))
                        .header("X-Event-Type", "job.completed")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        client.send(HttpRequest.newBuilder(receiver.uri("/second")).build(), HttpResponse.BodyHandlers.discarding());

        List<ReceivedRequest> requests = receiver.awaitCount(2, SOON);
        ReceivedRequest first = requests.getFirst();
        assertThat(first.method()).isEqualTo("POST");
        assertThat(first.path()).isEqualTo("/hook?x=1");
        assertThat(first.body()).isEqualTo(body);
        assertThat(first.header("x-event-type")).contains("job.completed");
        assertThat(requests.get(1).path()).isEqualTo("/second");
        assertThat(requests.get(1).arrivedNanos()).isGreaterThanOrEqualTo(first.arrivedNanos());
    }

    @Test
    void answersByScriptThenByDefault() throws Exception {
        receiver.next(Answer.status(503).with("Retry-After", "7"), Answer.json("{\"ok\":true}"));
        receiver.otherwise(request -> Answer.status(request.path().equals("/gone") ? 410 : 204));

        HttpResponse<String> unavailable = get("/");
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.headers().firstValue("retry-after")).contains("7");
        assertThat(get("/").body()).isEqualTo("{\"ok\":true}");
        assertThat(get("/gone").statusCode()).isEqualTo(410);
        assertThat(get("/").statusCode()).isEqualTo(204);
    }

    @Test
    void canBeAsBadAsRealReceiversAre() throws Exception {
        receiver.next(new Answer.Hang(), new Answer.HangUp());
        CompletableFuture<HttpResponse<String>> hanging = client.sendAsync(
                HttpRequest.newBuilder(receiver.uri("/")).build(), HttpResponse.BodyHandlers.ofString());
        receiver.awaitCount(1, SOON);
        assertThatThrownBy(() -> client.send(
                        HttpRequest.newBuilder(receiver.uri("/"))
                                .POST(HttpRequest.BodyPublishers.ofString("x"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);

        receiver.next(new Answer.Drip(200, Duration.ofMillis(10)), new Answer.Huge(200, 10_000_000));
        HttpResponse<InputStream> dripping = client.send(
                HttpRequest.newBuilder(receiver.uri("/")).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = dripping.body()) {
            assertThat(body.readNBytes(3)).asString().isEqualTo("...");
        }
        assertThat(get("/").body()).hasSize(10_000_000);
        assertThat(hanging).isNotDone();
        hanging.cancel(true);
    }

    @Test
    void saysWhatCameWhenTheAwaitedDidNot() throws Exception {
        get("/other");
        assertThatThrownBy(() -> receiver.await(request -> request.path().equals("/hook"), Duration.ofMillis(50)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("/other");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(receiver.uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
