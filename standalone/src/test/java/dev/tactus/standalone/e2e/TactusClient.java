package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A client as users write one: JSON over HTTP, and nothing of Tactus' own code but its JSON mapper. What is answered 503
 * changed nothing, so it asks again, as long as a slow machine may take to start its processors.
 */
final class TactusClient {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final URI api;
    private final String key;

    TactusClient(URI api, String key) {
        this.api = api;
        this.key = key;
    }

    record Answer(int status, JsonNode body) {
        /** The body of a 200; anything else fails the test with what came. */
        JsonNode ok() {
            assertThat(status).as("%s", body).isEqualTo(200);
            return body;
        }
    }

    Answer post(String route, ObjectNode body) {
        return post(route, body, Map.of());
    }

    Answer post(String route, ObjectNode body, Map<String, String> headers) {
        return send(route, body.toString(), headers);
    }

    Answer send(String route, String body, Map<String, String> headers) {
        AtomicReference<Answer> last = new AtomicReference<>();
        try {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(PAUSE)
                    .pollInSameThread()
                    .until(
                            () -> {
                                last.set(sendOnce(route, body, headers));
                                return last.get();
                            },
                            answer -> answer.status() != 503);
        } catch (ConditionTimeoutException e) {
            return last.get();
        }
    }

    private Answer sendOnce(String route, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve("/v1/" + route))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("x-api-key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = response.body().length == 0 ? Json.object() : Json.read(response.body(), JsonNode.class);
            return new Answer(response.statusCode(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    UUID create(ObjectNode schedule) {
        return UUID.fromString(post("schedules/create", schedule)
                .ok()
                .path("schedule")
                .path("id")
                .asText());
    }

    JsonNode get(UUID schedule) {
        return post("schedules/get", id(schedule)).ok().path("schedule");
    }

    static ObjectNode id(UUID id) {
        return Json.object().put("id", id.toString());
    }
}
