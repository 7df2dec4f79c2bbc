package dev.tactus.contracts.schedule;

import java.time.Instant;

/**
 * The value of {@code schedule-state}: the definition in force.
 *
 * @param revision 1 when created, one more with each applied change
 * @param updatedAt the instant at which the last change took effect
 */
public record ScheduleState(ScheduleDefinition definition, long revision, Instant updatedAt) {
    /**
     * It existed then, by the broker's clock if it was never changed: the one in the definition is the clock of the API
     * that took it, which may be ahead.
     */
    public Instant knownSince() {
        Instant createdAt = definition.createdAt();
        return createdAt.isBefore(updatedAt) ? createdAt : updatedAt;
    }
}
