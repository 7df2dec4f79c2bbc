package dev.tactus.contracts.schedule;

import java.time.Instant;

/**
 * The value of {@code schedule-state}: the definition in force.
 *
 * @param revision 1 when created, one more with each applied change
 * @param updatedAt the instant at which the last change took effect
 */
public record ScheduleState(ScheduleDefinition definition, long revision, Instant updatedAt) {}
