package dev.tactus.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import picocli.CommandLine.Option;

/** Where the API is and how to call it: what commands that talk to a running Tactus have in common. */
final class ApiClient {
    private static final int TIMEOUT_MILLIS = 30_000;

    @Option(
            names = "--api",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "Where the API listens (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // Set by picocli: it has a default.
    private URI api;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            defaultValue = "${env:TACTUS_API_KEY:-dev-key}",
            description = "The API key; the environment variable TACTUS_API_KEY keeps it out of the process list"
                    + " (default: the one of ./tactus dev).")
    @SuppressWarnings("NullAway.Init") // Set by picocli: it has a default.
    private String key;

    /**
     * Posts a body and returns the answer's.
     *
     * @throws StartFailure with what the API said, when it did not do it
     */
    JsonNode post(String route, ObjectNode body) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) api.resolve("/v1/" + route).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestProperty("content-type", "application/json");
            connection.setRequestProperty("x-api-key", key);
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(Json.bytes(body));
            }
            int status = connection.getResponseCode();
            InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            JsonNode answer = stream == null ? Json.object() : Json.read(stream.readAllBytes(), JsonNode.class);
            connection.disconnect();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new StartFailure("the API answered " + status + ": "
                        + answer.path("message").asText());
            }
            return answer;
        } catch (IOException | IllegalArgumentException | MalformedJsonException e) {
            throw new StartFailure("the API does not answer at " + api + " (" + e.getMessage() + ")", e);
        }
    }
}
