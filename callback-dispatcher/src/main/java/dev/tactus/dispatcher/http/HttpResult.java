package dev.tactus.dispatcher.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an exchange ended. */
public sealed interface HttpResult {
    /** From the start of the exchange to its end. */
    Duration took();

    /**
     * @param retryAfter the header as it came; null without
     * @param headers the first of them, by their names in lower case
     * @param body at most as many bytes as were asked for
     * @param cut true when the answer's body is longer than {@code body}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(
            int status,
            @Nullable String retryAfter,
            Map<String, String> headers,
            byte[] body,
            boolean cut,
            Duration took)
            implements HttpResult {
        /** The first bytes of the body as text. */
        public String text(int maxBytes) {
            return new String(body, 0, Math.min(body.length, maxBytes), StandardCharsets.UTF_8);
        }
    }

    /** @param error in words, without anything of the request's body or headers */
    record NoAnswer(Reason reason, String error, Duration took) implements HttpResult {}

    enum Reason {
        /** The deadline passed. */
        TIMEOUT,
        /** The address must not be connected to. */
        FORBIDDEN,
        /** {@link HttpExchange#abort} was called. */
        ABORTED,
        NETWORK
    }
}
