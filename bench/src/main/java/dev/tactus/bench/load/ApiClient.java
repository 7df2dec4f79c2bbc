package dev.tactus.bench.load;

import dev.tactus.bench.process.TactusProcesses;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.WebClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client of the API with a connection of its own that stays open. For one thread. */
final class ApiClient {
    static final int OK = 200;

    private static final byte[] NOTHING = {};

    private final WebClient client;

    ApiClient(URI api) {
        this.client = WebClient.builder()
                .baseUri(api)
                .keepAlive(true)
                .shareConnectionCache(false)
                .addHeader("x-api-key", TactusProcesses.API_KEY)
                .addHeader("content-type", "application/json")
                .build();
    }

    /** @param status 0 when there was no answer */
    record Answer(int status, byte[] body) {
        boolean ok() {
            return status == OK;
        }
    }

    Answer post(String route, String json) {
        try (HttpClientResponse response = client.post("/v1/" + route).submit(json.getBytes(StandardCharsets.UTF_8))) {
            // Read to its end, or the connection can't be used again.
            byte[] body = response.inputStream().readAllBytes();
            return new Answer(response.status().code(), body);
        } catch (IOException | RuntimeException e) {
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
}
