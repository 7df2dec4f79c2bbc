package dev.tactus.contracts.topic;

import java.util.List;

/** The cluster's topics are not as Tactus needs them. The service must not start; the message says what to change. */
public final class TopicMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicMismatchException(List<String> problems) {
        super(String.join("; ", problems));
    }
}
