package dev.tactus.contracts.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code schedule-fires}, the public contract for subscribers: one per nominal instant that fired, for
 * consumers with {@code isolation.level=read_committed}. It holds no secret and no callback.
 *
 * @param jobId the fire's and its job's id; a pure function of tenant, schedule, instant, kind and ordinal
 * @param revision of the schedule that fired
 * @param scheduledAt the nominal instant
 * @param dueAt the nominal instant and its jitter
 * @param emittedAt when the processor decided it
 * @param localTime the nominal instant on the wall clock of the schedule's zone, ISO 8601 without offset
 * @param dst what daylight saving did to it, or null
 * @param tzdbVersion of the time-zone rules that were in force
 * @param seq counts the facts of this partition, over all topics
 */
public record FireEvent(
        UUID jobId,
        String tenant,
        UUID scheduleId,
        long revision,
        String workflow,
        FireKind kind,
        Instant scheduledAt,
        Instant dueAt,
        Instant emittedAt,
        String localTime,
        String utcOffset,
        @Nullable String dst,
        String tzdbVersion,
        ObjectNode params,
        int timeoutSeconds,
        long seq) {
    public static final String TYPE = "schedule.fired";
}
