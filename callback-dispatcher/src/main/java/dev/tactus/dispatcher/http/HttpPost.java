package dev.tactus.dispatcher.http;

import java.time.Duration;
import java.util.Map;

/**
 * A request to send once.
 *
 * @param headers besides {@code content-type}, {@code user-agent} and what HTTP itself needs
 * @param deadline for the whole exchange: resolving, connecting, sending, and reading the answer's body; above zero
 * @param responseCap how many bytes of the answer's body are read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpPost(Target target, Map<String, String> headers, byte[] body, Duration deadline, int responseCap) {
    public HttpPost {
        if (deadline.isZero() || deadline.isNegative()) {
            throw new IllegalArgumentException("the deadline must be above zero, not " + deadline);
        }
    }
}
