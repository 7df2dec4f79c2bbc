package dev.tactus.processor.core.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.FireId;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.FireTemplate;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.schedule.SkipReason;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.job.PendingJobs;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.processor.core.state.ScheduleProgress.OpenJob;
import dev.tactus.recurrence.Recurrence;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Carries verdicts out: the fire events, the skipped runs, and what they do to a schedule's progress. */
final class Fires {
    /** More pending jobs than this get rows of their own, so that the row of a schedule nobody works for stays small. */
    private static final int MOST_PENDING = 16;

    private final TaskContext task;
    private final ScheduleTable table;
    private final PendingJobs pending;

    Fires(TaskContext task, ScheduleTable table, PendingJobs pending) {
        this.task = task;
        this.table = table;
        this.pending = pending;
    }

    /** The progress after a verdict; jobs to cancel must have been cancelled before. */
    ScheduleProgress carryOut(CompiledSchedule schedule, ScheduleProgress progress, Verdict verdict, long effectiveAt) {
        return switch (verdict) {
            case Verdict.Fire fire -> {
                FireKind kind = schedule.kind();
                UUID id = FireIds.of(schedule.key(), fire.nominal(), kind, FireId.FIRST);
                yield fire(schedule, progress, id, kind, fire.nominal(), fire.due(), effectiveAt, null);
            }
            case Verdict.Skip skip -> {
                skipped(schedule, skip, effectiveAt);
                yield progress;
            }
        };
    }

    /**
     * Emits one fire event and notes its job.
     *
     * @param at when what makes it fire takes effect: a command does by the broker's clock, and if this one is behind, the
     *     fire is not emitted before its instant
     * @param ownParams in place of the definition's; null for those
     */
    ScheduleProgress fire(
            CompiledSchedule schedule,
            ScheduleProgress progress,
            UUID id,
            FireKind kind,
            long nominal,
            long due,
            long at,
            @Nullable ObjectNode ownParams) {
        EntityKey key = schedule.key();
        long now = Math.max(task.now(), at);
        Recurrence recurrence = schedule.recurrence();
        byte[] event = template(schedule, kind)
                .fire(
                        key.id(),
                        schedule.revision(),
                        ownParams == null ? schedule.params() : Json.bytes(ownParams),
                        id,
                        nominal,
                        due,
                        now,
                        recurrence.offsetSeconds(nominal),
                        recurrence.dst(nominal),
                        task.facts().nextSeq());
        task.facts().fire(key, id, event);
        task.facts().tally().fired(kind, due);
        boolean nominalFire = kind != FireKind.MANUAL && kind != FireKind.BACKFILL;
        // A fire with parameters of its own can't be described by the definition.
        boolean ownRow = ownParams != null || progress.pending() >= MOST_PENDING;
        OpenJob job = new OpenJob(id, nominal, now, ownRow);
        if (ownRow) {
            ScheduleDefinition definition = table.state(key).definition();
            ObjectNode params = ownParams == null ? definition.params() : ownParams;
            task.state().openJobs().put(new EntityKey(key.tenant(), id), PendingJobs.row(definition, job, params));
        } else {
            pending.add(key, job);
        }
        // Only a policy that looks at open jobs needs to know of one that has a row.
        return progress.fired(job, nominalFire, !ownRow || schedule.policies().overlap() != Overlap.ALLOW);
    }

    private FireTemplate template(CompiledSchedule schedule, FireKind kind) {
        return kind == schedule.kind()
                ? schedule.template()
                : table.template(table.state(schedule.key()).definition(), kind);
    }

    private void skipped(CompiledSchedule schedule, Verdict.Skip skip, long effectiveAt) {
        EntityKey key = schedule.key();
        task.facts().tally().skipped(skip.reason(), skip.count());
        task.facts()
                .schedule(
                        key,
                        new ScheduleEvent.InstantsSkipped(
                                key.tenant(),
                                key.id(),
                                schedule.revision(),
                                skip.reason(),
                                Instant.ofEpochMilli(skip.first()),
                                Instant.ofEpochMilli(skip.last()),
                                skip.count(),
                                Instant.ofEpochMilli(effectiveAt),
                                Instant.ofEpochMilli(task.now()),
                                Recurrence.tzdbVersion(),
                                task.facts().nextSeq()));
    }

    /** The verdict on an instant that waited and does not fire any more. */
    void dropWaiting(CompiledSchedule schedule, long waiting, SkipReason reason, long effectiveAt) {
        skipped(schedule, new Verdict.Skip(reason, waiting, waiting, 1), effectiveAt);
    }
}
