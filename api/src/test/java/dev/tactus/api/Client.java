package dev.tactus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tactus.contracts.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Speaks to an API as a client does. */
public final class Client {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI api;
    private final String key;

    /** @param api as in {@code http://127.0.0.1:8080} */
    public Client(URI api, String key) {
        this.api = api;
        this.key = key;
    }

    /** @param body empty if there was none */
    public record Answer(int status, JsonNode body, HttpResponse<byte[]> raw) {
        public String code() {
            return body.path("code").asText();
        }
    }

    /** @param headers names and values in turn */
    public Answer post(String route, String body, String... headers) {
        HttpRequest.Builder request = request(route)
                .header("x-api-key", key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    public HttpRequest.Builder request(String route) {
        return HttpRequest.newBuilder(api.resolve("/v1/" + route));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = response.body().length == 0
                    ? MissingNode.getInstance()
                    : Json.read(response.body(), JsonNode.class);
            return new Answer(response.statusCode(), body, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
