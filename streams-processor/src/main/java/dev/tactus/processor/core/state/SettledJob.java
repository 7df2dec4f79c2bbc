package dev.tactus.processor.core.state;

/**
 * A finished job of a schedule of which everyone was told: it may be removed for newer ones.
 *
 * @param endedAt epoch milliseconds
 */
public record SettledJob(long endedAt) {}
