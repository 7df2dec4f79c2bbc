package dev.tactus.processor.core.state;

import dev.tactus.recurrence.Recurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a schedule has come. All instants are epoch milliseconds.
 *
 * @param next the next nominal instant that has no verdict; every one before it has. {@link Recurrence#NONE} if none is left
 * @param due when the next one is decided: its instant after jitter, or while the schedule catches up the next portion's
 * @param decided the last instant up to which all is decided; a command takes effect no earlier
 * @param fires how often it fired at nominal instants
 * @param open its jobs that are not final, as far as the overlap policy or a report needs them
 * @param waiting a nominal instant that waits until no job is open; null without
 */
public record ScheduleProgress(
        long next,
        long due,
        long decided,
        long fires,
        @Nullable Long lastFireAt,
        @Nullable UUID lastJobId,
        @Nullable String lastError,
        int consecutiveFailures,
        List<OpenJob> open,
        @Nullable Long waiting) {

    /**
     * A job that is not final.
     *
     * @param scheduledAt its nominal instant
     * @param firedAt when its fire was decided
     * @param row true once it has a row of its own; until then the schedule's definition says all about it
     */
    public record OpenJob(UUID id, long scheduledAt, long firedAt, boolean row) {
        public OpenJob withRow() {
            return row ? this : new OpenJob(id, scheduledAt, firedAt, true);
        }
    }

    public static ScheduleProgress startingAt(long effectiveAt, long next, long due) {
        return new ScheduleProgress(next, due, effectiveAt, 0, null, null, null, 0, List.of(), null);
    }

    public boolean exhausted() {
        return next == Recurrence.NONE;
    }

    /** How many of the open jobs have no row. */
    public int pending() {
        int pending = 0;
        for (OpenJob job : open) {
            pending += job.row() ? 0 : 1;
        }
        return pending;
    }

    public ScheduleProgress decidedUpTo(long next, long due, long decided) {
        return decidedUpTo(next, due, decided, waiting);
    }

    public ScheduleProgress decidedUpTo(long next, long due, long decided, @Nullable Long waiting) {
        return new ScheduleProgress(
                next, due, decided, fires, lastFireAt, lastJobId, lastError, consecutiveFailures, open, waiting);
    }

    /** Whether it still fires on its own, once enabled. */
    public boolean live() {
        return !exhausted() || waiting != null;
    }

    /**
     * @param counted false for a manual fire, which does not count towards {@code max_fires}
     * @param remembered whether the job is among the open ones
     */
    public ScheduleProgress fired(OpenJob job, boolean counted, boolean remembered) {
        List<OpenJob> jobs = open;
        if (remembered) {
            jobs = new ArrayList<>(open.size() + 1);
            jobs.addAll(open);
            jobs.add(job);
        }
        return new ScheduleProgress(
                next,
                due,
                decided,
                counted ? fires + 1 : fires,
                job.scheduledAt(),
                job.id(),
                lastError,
                consecutiveFailures,
                jobs,
                waiting);
    }

    public ScheduleProgress withOpen(List<OpenJob> jobs) {
        return new ScheduleProgress(
                next, due, decided, fires, lastFireAt, lastJobId, lastError, consecutiveFailures, jobs, waiting);
    }

    public ScheduleProgress withWaiting(@Nullable Long instant) {
        return new ScheduleProgress(
                next, due, decided, fires, lastFireAt, lastJobId, lastError, consecutiveFailures, open, instant);
    }

    public ScheduleProgress withFailures(int failures, @Nullable String error) {
        return new ScheduleProgress(next, due, decided, fires, lastFireAt, lastJobId, error, failures, open, waiting);
    }

    public ScheduleProgress without(UUID job) {
        return withOpen(open.stream().filter(o -> !o.id().equals(job)).toList());
    }
}
