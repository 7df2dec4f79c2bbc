package dev.tactus.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Calls the API of this {@code dev} as its first client. */
final class DevClient {
    private static final int TIMEOUT_MILLIS = 30_000;

    private static final int REHEARSALS = 5;

    private final String api;
    private final String key;

    /** @param api as in {@code http://127.0.0.1:8080} */
    DevClient(String api, String key) {
        this.api = api;
        this.key = key;
    }

    /**
     * Registers the workflow {@code echo} unless it is there, so that the first schedule works at once.
     *
     * @throws StartFailure when the API does not take it
     */
    void ensureEcho() {
        int found = post("workflows/get", "{\"workflow\":\"echo\"}");
        if (found == HttpURLConnection.HTTP_NOT_FOUND) {
            found = post("workflows/create", "{\"name\":\"echo\",\"runner\":{\"type\":\"echo\"}}");
        }
        if (found != HttpURLConnection.HTTP_OK) {
            throw new StartFailure("the API answered " + found + " to its first call. " + Logging.whereToLook());
        }
    }

    /** Does what a first user does, so that the code for it is known. */
    void rehearse() {
        String schedule = """
                {"workflow":"echo","params":{"hello":"world"},"cron_expr":"0 0 1 1 *","timezone":"Europe/Berlin"}""";
        for (int turn = 0; turn < REHEARSALS; turn++) {
            post("schedules/create", schedule);
            post("schedules/list", "{}");
            post("schedules/get", "{\"id\":\"01a20d55-8857-81e1-b78d-4dd5387bcb4c\"}");
            post("jobs/create", "{\"workflow\":\"echo\",\"params\":{}}");
        }
    }

    /** Posts JSON and returns the status. */
    int post(String route, String json) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(api + "/v1/" + route).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestProperty("content-type", "application/json");
            connection.setRequestProperty("x-api-key", key);
            connection.setDoOutput(true);
            try (OutputStream body = connection.getOutputStream()) {
                body.write(json.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            connection.disconnect();
            return status;
        } catch (IOException e) {
            throw new StartFailure("the API does not answer at " + api + " (" + e + "). " + Logging.whereToLook(), e);
        }
    }
}
