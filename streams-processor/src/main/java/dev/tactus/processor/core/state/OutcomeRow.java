package dev.tactus.processor.core.state;

import dev.tactus.contracts.command.Outcome;

/** @param recordedAt epoch milliseconds; it is dropped 24 hours later */
public record OutcomeRow(Outcome outcome, long recordedAt) {}
