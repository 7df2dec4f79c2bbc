package dev.tactus.processor.core.state;

import dev.tactus.contracts.command.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the first request under an idempotency key or a nonce was answered.
 *
 * @param bodyHash of that request; null for a nonce, whose requests need not be equal
 * @param recordedAt epoch milliseconds; it is given for 24 hours from then on
 */
public record FirstAnswer(@Nullable String bodyHash, Outcome outcome, long recordedAt) {}
