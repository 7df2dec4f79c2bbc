package dev.tactus.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What a {@link RecordingReceiver} does with a request. */
public sealed interface Answer {
    /** Answers with this status and no body. */
    static Respond status(int status) {
        return new Respond(status, Map.of(), "", Duration.ZERO);
    }

    /** Answers 200 with this JSON. */
    static Respond json(String body) {
        return new Respond(200, Map.of("content-type", "application/json"), body, Duration.ZERO);
    }

    /**
     * A whole answer.
     *
     * @param delay how long to wait before the status line
     */
    record Respond(int status, Map<String, String> headers, String body, Duration delay) implements Answer {
        /** The same with one more header, such as {@code retry-after}. */
        public Respond with(String header, String value) {
            Map<String, String> more = new java.util.HashMap<>(headers);
            more.put(header, value);
            return new Respond(status, Map.copyOf(more), body, delay);
        }

        /** The same with this body. */
        public Respond body(String text) {
            return new Respond(status, headers, text, delay);
        }

        /** The same after a wait. */
        public Respond after(Duration wait) {
            return new Respond(status, headers, body, wait);
        }

        byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Accepts the request and never answers, until the receiver is closed. */
    record Hang() implements Answer {}

    /** Answers so as soon as the test has said how. */
    record Later(CompletableFuture<Answer> answer) implements Answer {}

    /** Closes the connection without a status line. */
    record HangUp() implements Answer {}

    /** Answers at once with a status and then sends one byte of body per interval, until the client goes away. */
    record Drip(int status, Duration interval) implements Answer {}

    /**
     * Answers with a body of this size.
     *
     * @param bytes announced as the content length
     */
    record Huge(int status, long bytes) implements Answer {}
}
