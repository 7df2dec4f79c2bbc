package dev.tactus.api.owners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.MalformedJsonException;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webclient.api.HttpClientRequest;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One call to one processor's internal port. All calls are reads, so each may be repeated. */
final class ProcessorClient {
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private static final Duration LEAST = Duration.ofMillis(50);

    private final WebClient client;
    private final Header token;

    ProcessorClient(String token) {
        this.token = HeaderValues.create("x-tactus-token", token);
        this.client = WebClient.builder()
                .connectTimeout(CONNECT)
                .followRedirects(false)
                .keepAlive(true)
                // By default as the system says; but these are this installation's own, and the token is theirs alone.
                .proxy(Proxy.noProxy())
                .build();
    }

    /** @param address {@code host:port} */
    JsonNode get(String address, String path, Duration timeout) throws NotAnsweredException {
        return call(
                address, client.get("http://" + address + path).readTimeout(bounded(timeout)), null, JsonNode.class);
    }

    <T> T post(String address, String path, ObjectNode body, Duration timeout, Class<T> answer)
            throws NotAnsweredException {
        return call(address, client.post("http://" + address + path).readTimeout(bounded(timeout)), body, answer);
    }

    void close() {
        client.closeResource();
    }

    private <T> T call(String address, HttpClientRequest request, @Nullable ObjectNode body, Class<T> answer)
            throws NotAnsweredException {
        request.header(token);
        try (HttpClientResponse response = body == null
                ? request.request()
                : request.header(HeaderNames.CONTENT_TYPE, "application/json").submit(Json.bytes(body))) {
            byte[] bytes = response.as(byte[].class);
            if (!response.status().equals(Status.OK_200)) {
                throw new NotAnsweredException(
                        address + " answered " + response.status().code() + ": " + message(bytes));
            }
            return Json.read(bytes, answer);
        } catch (RuntimeException e) {
            // The client has no one type for "the connection is gone": a kept connection that the other side closed
            // shows as missing data, a refused one as an I/O error, a name that is unknown as an illegal argument.
            throw new NotAnsweredException(address + " did not answer: " + e.getMessage());
        }
    }

    /** A socket takes less than a millisecond for "for ever". */
    private static Duration bounded(Duration timeout) {
        return timeout.compareTo(LEAST) < 0 ? LEAST : timeout;
    }

    private static String message(byte[] bytes) {
        try {
            return Json.read(bytes, JsonNode.class).path("message").asText();
        } catch (MalformedJsonException e) {
            return "no reason given";
        }
    }

    /** Not this processor, or not now: ask who owns the partition, and try again. */
    static final class NotAnsweredException extends Exception {
        private static final long serialVersionUID = 1L;

        NotAnsweredException(String message) {
            super(message);
        }
    }
}
