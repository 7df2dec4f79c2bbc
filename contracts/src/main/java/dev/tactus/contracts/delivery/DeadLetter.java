package dev.tactus.contracts.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was given up, the value of {@code dead-letters}.
 *
 * @param kind what it was: {@code delivery}, {@code record} (an input that could not be read or applied) or
 *     {@code schedule} (a decision that failed)
 * @param reason in words, with the remedy where there is one
 * @param source {@code topic-partition@offset} of the record; null for what did not come from one
 * @param payload what is needed to drive it again; secrets only as ciphertext
 */
public record DeadLetter(
        @Nullable String tenant,
        String kind,
        String key,
        String reason,
        @Nullable String source,
        @Nullable JsonNode payload,
        Instant effectiveAt,
        long seq) {
    public static final String TYPE = "dead_letter";
}
