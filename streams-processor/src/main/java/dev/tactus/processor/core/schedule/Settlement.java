package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.SkipReason;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.job.Jobs;
import dev.tactus.processor.core.job.PendingJobs;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.processor.core.state.ScheduleProgress.OpenJob;
import dev.tactus.recurrence.Recurrence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a schedule's instants their verdicts and carries them out: from a progress to the one after it. */
final class Settlement {
    /**
     * Open jobs of a schedule that looks at them. Its row names them all, in 33 bytes each, and is written anew when one of
     * them ends: to cancel a thousand writes 17 MB, to cancel ten thousand 1.6 GB, longer than a transaction may take.
     */
    static final int MOST_OPEN = 1_000;

    private final TaskContext task;
    private final ScheduleTable table;
    private final Fires fires;
    private final Jobs jobs;

    Settlement(TaskContext task, ScheduleTable table, Fires fires, Jobs jobs) {
        this.task = task;
        this.table = table;
        this.fires = fires;
        this.jobs = jobs;
    }

    /** Decides what is due now, and of what was missed a portion. */
    ScheduleProgress settleDue(CompiledSchedule schedule, ScheduleProgress progress) {
        long now = task.now();
        return carryOut(schedule, progress, Decider.decideDue(schedule, progress, now, lateWindow()), now);
    }

    /** Decides every instant that is due at {@code upTo} or before: a command follows, which may not go ahead of them. */
    ScheduleProgress settle(CompiledSchedule schedule, ScheduleProgress progress, long upTo) {
        return carryOut(schedule, progress, Decider.decide(schedule, progress, upTo, task.now(), lateWindow()), upTo);
    }

    /**
     * Decides every nominal instant at {@code upTo} or before, also one whose jitter has not passed: another timing
     * follows, which does not know it.
     */
    ScheduleProgress settleNominal(CompiledSchedule schedule, ScheduleProgress progress, long upTo) {
        return carryOut(
                schedule, progress, Decider.decideNominal(schedule, progress, upTo, task.now(), lateWindow()), upTo);
    }

    /** Skips every nominal instant at {@code upTo} or before, and one that waits. */
    ScheduleProgress skipAll(CompiledSchedule schedule, ScheduleProgress progress, long upTo, SkipReason reason) {
        return carryOut(schedule, progress, Decider.skipAll(schedule, progress, upTo, reason), upTo);
    }

    /** Fires the instant that waits, if no job is open any more. */
    ScheduleProgress fireWaiting(CompiledSchedule schedule, ScheduleProgress progress) {
        Long waiting = progress.waiting();
        if (waiting == null
                || !progress.open().isEmpty()
                || !schedule.policies().enabled()) {
            return progress;
        }
        if (schedule.policies().usedUp(progress.fires())) {
            // The limit was lowered while it waited.
            fires.dropWaiting(schedule, waiting, SkipReason.MAX_FIRES, task.now());
            return progress.withWaiting(null);
        }
        Verdict fire = new Verdict.Fire(waiting, schedule.due(waiting), false);
        return endedIfUsedUp(schedule, fires.carryOut(schedule, progress.withWaiting(null), fire, task.now()));
    }

    /**
     * Refuses a policy that would look at more open jobs than it can; null when it can look at all, those included that fire
     * before it takes effect.
     */
    Outcome.@Nullable Refused tooManyFor(
            Overlap policy, CompiledSchedule schedule, ScheduleProgress progress, long takesEffectAt) {
        if (!looksAtJobs(policy) || looksAtJobs(schedule.policies().overlap())) {
            return null;
        }
        long open = jobs.openOf(schedule.key(), progress.open()).size();
        if (schedule.policies().enabled()) {
            open +=
                    Decider.decideNominal(schedule, progress, takesEffectAt, task.now(), lateWindow())
                            .verdicts()
                            .stream()
                            .filter(Verdict.Fire.class::isInstance)
                            .count();
        }
        return open > MOST_OPEN ? tooMany(schedule, policy, open) : null;
    }

    /** Refuses a fire beside the instants of a schedule that could not look at one open job more; null when it could. */
    static Outcome.@Nullable Refused tooManyForOneMore(CompiledSchedule schedule, ScheduleProgress progress) {
        Overlap policy = schedule.policies().overlap();
        int open = progress.open().size();
        return looksAtJobs(policy) && open >= MOST_OPEN ? tooMany(schedule, policy, open) : null;
    }

    private static boolean looksAtJobs(Overlap policy) {
        return policy != Overlap.ALLOW;
    }

    private static Outcome.Refused tooMany(CompiledSchedule schedule, Overlap policy, long open) {
        return Outcome.Refused.of(
                Outcome.Reason.CONFLICT,
                "schedule " + schedule.key().id() + " has " + open + " unfinished jobs, and under overlap '"
                        + Json.tree(policy).asText() + "' there may be " + MOST_OPEN
                        + ": let some finish or cancel them, and ask again");
    }

    /** Prepares for another overlap policy: nothing waits under it, and it knows the jobs that are open. */
    ScheduleProgress underPolicy(CompiledSchedule before, Overlap policy, ScheduleProgress progress, long at) {
        Overlap earlier = before.policies().overlap();
        if (policy == earlier) {
            return progress;
        }
        ScheduleProgress known = progress;
        Long waiting = progress.waiting();
        if (waiting != null) {
            fires.dropWaiting(before, waiting, SkipReason.OVERLAP, at);
            known = known.withWaiting(null);
        }
        return earlier == Overlap.ALLOW ? known.withOpen(jobs.openOf(before.key(), known.open())) : known;
    }

    /** Gives the schedule's pending jobs rows of their own: what describes them is about to change. */
    ScheduleProgress keepPending(ScheduleDefinition definition, ScheduleProgress progress) {
        List<OpenJob> open = new ArrayList<>();
        for (OpenJob job : progress.open()) {
            if (!job.row()) {
                jobs.keep(PendingJobs.row(definition, job, definition.params()));
            }
            open.add(job.withRow());
        }
        return progress.withOpen(open);
    }

    /** Without a next instant, if the schedule has fired as often as it may. */
    static ScheduleProgress endedIfUsedUp(CompiledSchedule schedule, ScheduleProgress progress) {
        return schedule.policies().usedUp(progress.fires())
                ? progress.decidedUpTo(Recurrence.NONE, Recurrence.NONE, progress.decided())
                : progress;
    }

    private ScheduleProgress carryOut(
            CompiledSchedule schedule, ScheduleProgress progress, Decision decision, long at) {
        ScheduleProgress current = progress;
        Long waiting = decision.waiting();
        // One that waits is decided: a command from before it must not give it to the schedule again.
        long decided = waiting == null ? progress.decided() : Math.max(progress.decided(), waiting);
        for (Verdict verdict : decision.verdicts()) {
            if (verdict instanceof Verdict.Fire fire && fire.cancelPrevious()) {
                current = cancelOpen(schedule, current, at);
            }
            current = fires.carryOut(schedule, current, verdict, at);
            decided = Math.max(decided, lastOf(verdict));
        }
        return current.decidedUpTo(decision.next(), decision.due(), decided, waiting);
    }

    private ScheduleProgress cancelOpen(CompiledSchedule schedule, ScheduleProgress progress, long at) {
        EntityKey key = schedule.key();
        // There a job is looked for that was fired a moment ago.
        table.put(schedule, progress);
        for (OpenJob open : progress.open()) {
            jobs.cancelOpen(key.tenant(), open.id(), at);
        }
        return table.get(key).progress();
    }

    private static long lastOf(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Fire fire -> fire.nominal();
            case Verdict.Skip skip -> skip.last();
        };
    }

    private long lateWindow() {
        return task.settings().lateWindow().toMillis();
    }
}
