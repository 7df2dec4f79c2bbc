package dev.tactus.dispatcher;

import java.time.Duration;

/**
 * How a dispatcher is right now.
 *
 * @param ended it will take nothing over any more, or one of its readers will never read again
 * @param ready its group has given it its share of the partitions, which may be none, and it reads the registry and the
 *     ends of jobs
 * @param sinceLastTurn of the hand-over loop
 * @param partitions that are its to read
 * @param launches taken over and not ended
 * @param deliveries taken over and not ended
 * @param unreadable records that were passed over since the start
 */
public record DispatcherHealth(
        boolean ended,
        boolean ready,
        Duration sinceLastTurn,
        int partitions,
        int launches,
        int deliveries,
        long unreadable) {}
