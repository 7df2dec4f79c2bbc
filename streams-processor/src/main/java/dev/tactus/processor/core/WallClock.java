package dev.tactus.processor.core;

/**
 * Where the wall clock stands beside the clock that Kafka Streams counts by. The two differ when the wall clock is set:
 * Kafka Streams must not wait for an hour because it was set back, and what is due is said by the wall clock.
 */
@FunctionalInterface
public interface WallClock {
    /** Milliseconds by which the wall clock is ahead; below zero when it is behind. */
    long aheadMillis();
}
