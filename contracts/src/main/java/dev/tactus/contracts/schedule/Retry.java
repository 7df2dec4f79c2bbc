package dev.tactus.contracts.schedule;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How often a failed job is tried.
 *
 * @param maxAttempts 1 to 20; 1 means that a failure is final
 * @param backoffSeconds before the second attempt, doubled before each further one; 0 to 3,600; {@code backoff} in JSON
 */
public record Retry(
        int maxAttempts, @JsonProperty("backoff") int backoffSeconds) {
    public static final Retry NONE = new Retry(1, 0);
}
