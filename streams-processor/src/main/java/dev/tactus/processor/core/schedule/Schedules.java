package dev.tactus.processor.core.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.command.Problem;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.schedule.DefinitionRules;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.schedule.SkipReason;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.delivery.Deliveries;
import dev.tactus.processor.core.job.JobListener;
import dev.tactus.processor.core.job.Jobs;
import dev.tactus.processor.core.job.PendingJobs;
import dev.tactus.processor.core.state.JobRow;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.processor.core.state.ScheduleProgress.OpenJob;
import dev.tactus.processor.core.timer.TimerIndex;
import dev.tactus.recurrence.Recurrence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of a partition: applies commands at the instant at which they take effect, and decides what is due.
 *
 * <p>A command takes effect at its timestamp, but not before the last instant that is decided already. Everything up to
 * there is settled first, under the definition that was in force.
 */
public final class Schedules implements JobListener {
    /** The letter of a schedule's timers. */
    public static final String TIMER = "h/";

    private static final String ACTOR = "tactus";

    private final TaskContext task;
    private final Definitions definitions;
    private final PendingJobs pending;
    private final Jobs jobs;
    private final Fires fires;
    private final DeletedCommands commands;

    public Schedules(TaskContext task, PendingJobs pending, Deliveries deliveries) {
        this.task = task;
        this.definitions = new Definitions(task.state().definitions());
        this.pending = pending;
        this.jobs = new Jobs(task, pending, deliveries, this);
        this.fires = new Fires(task, pending);
        this.commands = new DeletedCommands(task);
    }

    public Jobs jobs() {
        return jobs;
    }

    public DeletedCommands deletedCommands() {
        return commands;
    }

    /** Arms the timers, and finds the pending jobs again. Disabled schedules have no timer. */
    public void restore() {
        commands.restore();
        task.state().progress().forEach((text, progress) -> {
            EntityKey key = EntityKey.parse(text);
            if (progress.due() != Recurrence.NONE) {
                task.timers().set(TIMER + text, progress.due());
            }
            progress.open().stream().filter(open -> !open.row()).forEach(open -> pending.add(key, open));
        });
    }

    /** @param timestamp of the command's record, set by the broker */
    public Outcome apply(ScheduleCommand command, EntityKey key, CommandHeaders headers, long timestamp) {
        CompiledSchedule before = definitions.get(key);
        return switch (command) {
            case ScheduleCommand.Put put
            when headers.baseRevision() == null ->
                before == null
                        ? create(put.definition(), headers, timestamp)
                        : Outcome.Refused.of(Outcome.Reason.CONFLICT, "schedule " + key.id() + " exists already");
            case ScheduleCommand.Put put ->
                before == null ? notFound(key) : update(before, put.definition(), headers, timestamp);
            case ScheduleCommand.Delete delete -> before == null ? notFound(key) : delete(before, headers, timestamp);
        };
    }

    /** A manual fire: now, and beside the nominal instants. */
    public Outcome trigger(Action.Trigger action, CommandHeaders headers, long timestamp) {
        EntityKey key = new EntityKey(action.tenant(), action.scheduleId());
        CompiledSchedule schedule = definitions.get(key);
        ScheduleProgress progress = task.state().progress().get(key);
        if (schedule == null || progress == null) {
            return notFound(key);
        }
        UUID id = FireIds.of(
                schedule.definition(),
                timestamp,
                FireKind.MANUAL,
                headers.commandId().toString());
        ScheduleProgress after =
                fires.fire(schedule, progress, id, FireKind.MANUAL, timestamp, timestamp, action.params());
        save(schedule, after);
        return new Outcome.Applied(schedule.state().revision(), Json.object().put("job_id", id.toString()));
    }

    /** A schedule's timer is due. */
    public void due(EntityKey key) {
        CompiledSchedule schedule = definitions.get(key);
        ScheduleProgress progress = task.state().progress().get(key);
        long now = task.now();
        if (schedule == null || progress == null || !schedule.definition().enabled() || progress.due() > now) {
            return;
        }
        save(schedule, decide(schedule, progress, now));
    }

    /**
     * Computes a schedule's next instant anew, by this JVM's time-zone rules.
     *
     * @return the instant before and after, in epoch milliseconds; empty if it stays
     */
    long[] review(EntityKey key, String tzdbBefore, String tzdbNow) {
        CompiledSchedule schedule = definitions.get(key);
        ScheduleProgress progress = task.state().progress().get(key);
        // One that has used up its fires, or its instants, gets no new ones from other rules.
        if (schedule == null || progress == null || progress.exhausted()) {
            return new long[0];
        }
        long before = progress.next();
        long after = schedule.recurrence().next(progress.decided());
        if (after == before) {
            return new long[0];
        }
        ScheduleDefinition definition = schedule.definition();
        task.facts()
                .schedule(
                        key,
                        new ScheduleEvent.Rescheduled(
                                definition.tenant(),
                                definition.id(),
                                schedule.state().revision(),
                                Instant.ofEpochMilli(before),
                                after == Recurrence.NONE ? null : Instant.ofEpochMilli(after),
                                tzdbBefore,
                                tzdbNow,
                                Instant.ofEpochMilli(task.now()),
                                task.facts().nextSeq()));
        save(schedule, progress.decidedUpTo(after, schedule.due(after), progress.decided()));
        return new long[] {before, after};
    }

    @Override
    public void jobHasRow(EntityKey key, JobRow job) {
        CompiledSchedule schedule = definitions.get(key);
        ScheduleProgress progress = task.state().progress().get(key);
        if (schedule == null || progress == null) {
            return;
        }
        // Only a policy that looks at open jobs needs to know of them from here on.
        boolean remember = schedule.definition().overlap() != Overlap.ALLOW;
        List<OpenJob> open = new ArrayList<>();
        for (OpenJob each : progress.open()) {
            if (!each.id().equals(job.job().jobId())) {
                open.add(each);
            } else if (remember) {
                open.add(new OpenJob(each.id(), each.kind(), each.scheduledAt(), each.firedAt(), true));
            }
        }
        task.state().progress().put(key, progress.withOpen(open));
    }

    @Override
    public void jobEnded(EntityKey key, JobRow job) {
        CompiledSchedule schedule = definitions.get(key);
        ScheduleProgress progress = task.state().progress().get(key);
        if (schedule == null || progress == null) {
            return;
        }
        ScheduleProgress after = progress.without(job.job().jobId());
        JobStatus status = job.job().status();
        if (status == JobStatus.COMPLETED) {
            after = after.withFailures(0, null);
        } else if (status == JobStatus.FAILED) {
            after = after.withFailures(
                    after.consecutiveFailures() + 1, job.job().error());
        }
        Integer pauseAfter = schedule.definition().pauseAfterFailures();
        if (pauseAfter != null
                && schedule.definition().enabled()
                && status == JobStatus.FAILED
                && after.consecutiveFailures() >= pauseAfter) {
            pause(schedule, after);
            return;
        }
        save(schedule, fireWaiting(schedule, after));
    }

    private Outcome create(ScheduleDefinition definition, CommandHeaders headers, long at) {
        List<Problem> problems = DefinitionRules.problems(definition);
        if (!problems.isEmpty()) {
            return invalid(problems);
        }
        Instant effectiveAt = Instant.ofEpochMilli(at);
        CompiledSchedule schedule = CompiledSchedule.of(new ScheduleState(definition, 1, effectiveAt));
        long next = schedule.recurrence().next(at);
        if (next == Recurrence.NONE) {
            return invalid(List.of(namesNoInstant(definition, at)));
        }
        ScheduleProgress progress = ScheduleProgress.startingAt(at, next, schedule.due(next));
        definitions.put(schedule);
        task.facts()
                .schedule(
                        definition.key(),
                        new ScheduleEvent.Created(
                                definition.tenant(),
                                definition.id(),
                                definition,
                                headers.actor(),
                                effectiveAt,
                                task.facts().nextSeq()));
        task.facts().state(definition.key(), schedule.state());
        save(schedule, progress);
        return applied(schedule, progress);
    }

    private Outcome update(CompiledSchedule before, ScheduleDefinition wanted, CommandHeaders headers, long timestamp) {
        EntityKey key = before.definition().key();
        ScheduleProgress progress = progressOf(key);
        long revision = before.state().revision();
        Long ifMatch = headers.ifMatch();
        if (ifMatch != null && ifMatch != revision) {
            return Outcome.Refused.of(
                    Outcome.Reason.CONFLICT,
                    "schedule " + key.id() + " is at revision " + revision + ", not " + ifMatch
                            + ": get it again, and repeat the change");
        }
        // Another update may have come between: then only what this one names is taken from it.
        ScheduleDefinition merged = before.definition().with(headers.changed(), wanted);
        List<Problem> problems = DefinitionRules.problems(merged);
        if (!problems.isEmpty()) {
            return invalid(problems);
        }
        long at = Math.max(timestamp, progress.decided());
        CompiledSchedule after = CompiledSchedule.of(new ScheduleState(merged, revision + 1, Instant.ofEpochMilli(at)));
        boolean enabling = merged.enabled() && !before.definition().enabled();
        boolean timing = timingChanged(before.definition(), merged);
        if (timing && after.recurrence().next(at) == Recurrence.NONE) {
            return invalid(List.of(namesNoInstant(merged, at)));
        }

        ScheduleProgress settled = before.definition().enabled()
                ? merged.enabled() ? settle(before, progress, at) : skipAll(before, progress, at, SkipReason.DISABLED)
                : progress;
        settled = keepPending(before.definition(), settled);
        if (enabling || timing || moreFires(before.definition(), merged, settled)) {
            long next = after.recurrence().next(at);
            settled = settled.decidedUpTo(next, after.due(next), at);
        }
        if (enabling) {
            settled = settled.withFailures(0, settled.lastError());
        }
        definitions.put(after);
        updated(after, headers.changed(), headers.actor(), at);
        save(after, settled);
        return applied(after, settled);
    }

    private Outcome delete(CompiledSchedule schedule, CommandHeaders headers, long timestamp) {
        ScheduleDefinition definition = schedule.definition();
        EntityKey key = definition.key();
        ScheduleProgress progress = progressOf(key);
        long at = Math.max(timestamp, progress.decided());
        // Not settled as at any other command: what was asked to be gone must not fire, however late that is read.
        ScheduleProgress settled =
                definition.enabled() ? skipAll(schedule, progress, at, SkipReason.DELETED) : progress;
        keepPending(definition, settled);
        definitions.delete(key);
        task.state().progress().delete(key);
        task.timers().clear(TIMER + key);
        task.facts()
                .schedule(
                        key,
                        new ScheduleEvent.Deleted(
                                definition.tenant(),
                                definition.id(),
                                schedule.state().revision() + 1,
                                headers.actor(),
                                Instant.ofEpochMilli(at),
                                task.facts().nextSeq()));
        task.facts().state(key, null);
        commands.deleted(key);
        JsonNode id = Json.object().put("id", definition.id().toString());
        return new Outcome.Applied(schedule.state().revision() + 1, id);
    }

    /** After too many failures in a row: disabled by the platform, as if a client had done it. */
    private void pause(CompiledSchedule schedule, ScheduleProgress progress) {
        long now = task.now();
        ObjectNode disabled = Json.object().put("enabled", false);
        ObjectNode json = (ObjectNode) Json.tree(schedule.definition());
        json.setAll(disabled);
        ScheduleProgress settled =
                keepPending(schedule.definition(), skipAll(schedule, progress, now, SkipReason.DISABLED));
        CompiledSchedule paused = CompiledSchedule.of(new ScheduleState(
                Json.convert(json, ScheduleDefinition.class),
                schedule.state().revision() + 1,
                Instant.ofEpochMilli(now)));
        definitions.put(paused);
        updated(paused, List.of("enabled"), ACTOR, now);
        save(paused, settled);
    }

    private ScheduleProgress settle(CompiledSchedule schedule, ScheduleProgress progress, long upTo) {
        return progress.due() > upTo ? progress : decide(schedule, progress, upTo);
    }

    private ScheduleProgress decide(CompiledSchedule schedule, ScheduleProgress progress, long upTo) {
        Decision decision = Decider.decide(
                schedule.definition(),
                schedule.recurrence(),
                progress,
                upTo,
                task.now(),
                task.settings().lateWindow().toMillis());
        ScheduleProgress current = progress;
        boolean cancel = decision.verdicts().stream()
                .anyMatch(verdict -> verdict instanceof Verdict.Fire fire && fire.cancelPrevious());
        if (cancel) {
            // Its verdict is among these: the end of the job that it waited for must not fire it.
            task.state().progress().put(schedule.definition().key(), progress.withWaiting(null));
            for (OpenJob open : progress.open()) {
                jobs.cancelOpen(schedule.definition().tenant(), open.id(), upTo);
            }
            current = progressOf(schedule.definition().key());
        }
        return fires.carryOut(schedule, current, decision.verdicts(), upTo)
                .decidedUpTo(decision.next(), decision.due(), decided(progress, decision))
                .withWaiting(decision.waiting());
    }

    private ScheduleProgress skipAll(
            CompiledSchedule schedule, ScheduleProgress progress, long upTo, SkipReason reason) {
        Decision decision = Decider.skipAll(schedule.definition(), schedule.recurrence(), progress, upTo, reason);
        return fires.carryOut(schedule, progress, decision.verdicts(), upTo)
                .decidedUpTo(decision.next(), decision.due(), decided(progress, decision))
                .withWaiting(null);
    }

    private static long decided(ScheduleProgress progress, Decision decision) {
        Long waiting = decision.waiting();
        // One that waits is decided: a command from before it must not give it to the schedule again.
        long last = waiting == null ? progress.decided() : Math.max(progress.decided(), waiting);
        for (Verdict verdict : decision.verdicts()) {
            last = Math.max(
                    last,
                    switch (verdict) {
                        case Verdict.Fire fire -> fire.nominal();
                        case Verdict.Skip skip -> skip.last();
                    });
        }
        return last;
    }

    private ScheduleProgress fireWaiting(CompiledSchedule schedule, ScheduleProgress progress) {
        Long waiting = progress.waiting();
        if (waiting == null
                || !progress.open().isEmpty()
                || !schedule.definition().enabled()) {
            return progress;
        }
        Long max = schedule.definition().maxFires();
        if (max != null && progress.fires() >= max) {
            // The limit was lowered while it waited.
            fires.dropWaiting(schedule, waiting, SkipReason.MAX_FIRES, task.now());
            return progress.withWaiting(null);
        }
        List<Verdict> fire = List.of(new Verdict.Fire(waiting, schedule.due(waiting), false));
        return fires.carryOut(schedule, progress.withWaiting(null), fire, task.now());
    }

    /** Gives the schedule's pending jobs rows of their own: what describes them is about to change. */
    private ScheduleProgress keepPending(ScheduleDefinition definition, ScheduleProgress progress) {
        List<OpenJob> open = new ArrayList<>();
        for (OpenJob job : progress.open()) {
            if (job.row()) {
                open.add(job);
            } else {
                jobs.keep(PendingJobs.row(definition, job, definition.params()));
                open.add(new OpenJob(job.id(), job.kind(), job.scheduledAt(), job.firedAt(), true));
            }
        }
        return progress.withOpen(open);
    }

    private void updated(CompiledSchedule schedule, List<String> changed, @Nullable String actor, long at) {
        ScheduleDefinition definition = schedule.definition();
        task.facts()
                .schedule(
                        definition.key(),
                        new ScheduleEvent.Updated(
                                definition.tenant(),
                                definition.id(),
                                definition,
                                schedule.state().revision(),
                                changed,
                                actor,
                                Instant.ofEpochMilli(at),
                                task.facts().nextSeq()));
        task.facts().state(definition.key(), schedule.state());
    }

    private void save(CompiledSchedule schedule, ScheduleProgress progress) {
        EntityKey key = schedule.definition().key();
        task.state().progress().put(key, progress);
        task.timers().set(TIMER + key, schedule.definition().enabled() ? progress.due() : TimerIndex.NEVER);
    }

    private ScheduleProgress progressOf(EntityKey key) {
        ScheduleProgress progress = task.state().progress().get(key);
        if (progress == null) {
            throw new IllegalStateException("schedule " + key + " has a definition and no progress");
        }
        return progress;
    }

    private static boolean timingChanged(ScheduleDefinition before, ScheduleDefinition after) {
        return !before.recurrence().equals(after.recurrence());
    }

    /** Whether a higher {@code max_fires} gives a schedule that had used its fires up new ones. */
    private static boolean moreFires(ScheduleDefinition before, ScheduleDefinition after, ScheduleProgress progress) {
        Long max = after.maxFires();
        Long earlier = before.maxFires();
        return progress.exhausted()
                && earlier != null
                && progress.fires() >= earlier
                && (max == null || progress.fires() < max);
    }

    private static Problem namesNoInstant(ScheduleDefinition definition, long after) {
        String field = definition.at() != null ? "at" : definition.endsAt() != null ? "ends_at" : "cron_expr";
        return Problem.at(
                field, "names no instant after " + Json.text(Instant.ofEpochMilli(after)) + ": it would never fire");
    }

    private Outcome applied(CompiledSchedule schedule, ScheduleProgress progress) {
        return new Outcome.Applied(
                schedule.state().revision(), Json.tree(ScheduleViews.of(schedule.state(), progress, task.now())));
    }

    private static Outcome invalid(List<Problem> problems) {
        return new Outcome.Refused(Outcome.Reason.INVALID, "Input validation failed", problems);
    }

    private static Outcome notFound(EntityKey key) {
        return Outcome.Refused.of(Outcome.Reason.NOT_FOUND, "schedule " + key.id() + " does not exist");
    }
}
