package dev.tactus.processor.core.state;

import org.jspecify.annotations.Nullable;

/**
 * How a delivery's last attempt ended.
 *
 * @param status null when there was no answer
 * @param error null when it was delivered
 * @param durationMillis null when no attempt was made, because nothing could be attempted
 * @param response the first part of the answer's body if it failed; the event has it in any case
 * @param endedAt epoch milliseconds
 */
public record LastAttempt(
        @Nullable Integer status,
        @Nullable String error,
        @Nullable Long durationMillis,
        @Nullable String response,
        long endedAt) {}
