package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Finds the nominal instant in a fire event. It looks for the field's text and does not parse the event: what measures a
 * herd runs on the machine that it measures, and 100,000 parsed events are a part of a second that is Tactus's.
 */
final class ScheduledAt {
    private static final byte[] FIELD = "\"scheduled_at\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = "2026-05-17T01:15:26.670Z".length();

    private byte[] lastText = new byte[0];
    private long lastMillis;

    /** Epoch milliseconds. */
    long of(byte[] event) {
        int at = indexOf(event) + FIELD.length;
        if (!Arrays.equals(event, at, at + LENGTH, lastText, 0, lastText.length)) {
            lastText = Arrays.copyOfRange(event, at, at + LENGTH);
            lastMillis = Instant.parse(new String(lastText, StandardCharsets.US_ASCII))
                    .toEpochMilli();
        }
        return lastMillis;
    }

    private static int indexOf(byte[] event) {
        for (int from = 0; from + FIELD.length + LENGTH <= event.length; from++) {
            if (event[from + 1] == FIELD[1]
                    && Arrays.equals(event, from, from + FIELD.length, FIELD, 0, FIELD.length)) {
                return from;
            }
        }
        throw new BenchFailure("a fire event has no scheduled_at: " + new String(event, StandardCharsets.UTF_8));
    }
}
