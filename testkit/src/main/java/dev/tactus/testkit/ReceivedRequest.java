package dev.tactus.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it came.
 *
 * @param method upper case
 * @param path with the query, as sent
 * @param headers names in lower case
 * @param body the exact bytes; empty when there was none
 * @param arrivedAt when its headers had come, by the system's clock
 * @param arrivedNanos the same moment by {@link System#nanoTime()}
 */
@SuppressWarnings("ArrayRecordComponent") // The exact bytes are the point; nobody compares requests.
public record ReceivedRequest(
        String method,
        String path,
        Map<String, List<String>> headers,
        byte[] body,
        Instant arrivedAt,
        long arrivedNanos) {

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + path + " at " + arrivedAt + " " + text();
    }
}
