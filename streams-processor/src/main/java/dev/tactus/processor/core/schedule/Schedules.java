package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.delivery.Deliveries;
import dev.tactus.processor.core.job.JobListener;
import dev.tactus.processor.core.job.Jobs;
import dev.tactus.processor.core.job.PendingJobs;
import dev.tactus.processor.core.state.JobRow;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.processor.core.state.ScheduleProgress.OpenJob;
import dev.tactus.processor.core.timer.Timer;
import dev.tactus.recurrence.Recurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The schedules of a partition: what happens to them, and what is due. */
public final class Schedules implements JobListener {
    private final TaskContext task;
    private final ScheduleTable table;
    private final PendingJobs pending;
    private final Jobs jobs;
    private final Fires fires;
    private final Settlement settlement;
    private final ScheduleCommands commands;
    private final ScheduleFacts facts;
    private final DeletedCommands deletedCommands;
    private final Orphanings orphanings;

    public Schedules(TaskContext task, PendingJobs pending, Deliveries deliveries) {
        this.task = task;
        this.table = new ScheduleTable(task);
        this.pending = pending;
        this.jobs = new Jobs(task, pending, deliveries, this);
        this.fires = new Fires(task, table, pending);
        this.settlement = new Settlement(task, table, fires, jobs);
        this.deletedCommands = new DeletedCommands(task);
        this.commands = new ScheduleCommands(task, table, settlement, deletedCommands);
        this.orphanings = new Orphanings(task, table, commands);
        this.facts = new ScheduleFacts(task);
    }

    public Jobs jobs() {
        return jobs;
    }

    public DeletedCommands deletedCommands() {
        return deletedCommands;
    }

    public Orphanings orphanings() {
        return orphanings;
    }

    /** Their workflow is gone: they are disabled, in as many turns as it takes. */
    public void disableAll(RegistryCommand.DisableSchedules command) {
        orphanings.begin(command);
    }

    /** Arms the timers, and finds the pending jobs again. A disabled schedule's timer does nothing. */
    public void restore() {
        deletedCommands.restore();
        orphanings.restore();
        task.state().progress().forEach((text, progress) -> {
            EntityKey key = EntityKey.parse(text).shared();
            if (progress.due() != Recurrence.NONE) {
                task.timers().set(Timer.schedule(key), progress.due());
            }
            progress.open().stream().filter(open -> !open.row()).forEach(open -> pending.add(key, open));
        });
    }

    /** @param timestamp of the command's record, set by the broker */
    public Outcome apply(ScheduleCommand command, EntityKey key, CommandHeaders headers, long timestamp) {
        return commands.apply(command, key, headers, timestamp);
    }

    /** A manual fire: now, and beside the nominal instants. */
    public Outcome trigger(Action.Trigger action, CommandHeaders headers, long timestamp) {
        EntityKey key = new EntityKey(action.tenant(), action.scheduleId());
        ScheduleTable.Entry found = table.find(key);
        if (found == null) {
            return ScheduleCommands.notFound(key);
        }
        CompiledSchedule schedule = found.schedule();
        Outcome.Refused tooMany = Settlement.tooManyForOneMore(schedule, found.progress());
        if (tooMany != null) {
            return tooMany;
        }
        UUID id = FireIds.of(
                schedule.key(), timestamp, FireKind.MANUAL, headers.commandId().toString());
        table.save(
                schedule,
                fires.fire(
                        schedule,
                        found.progress(),
                        id,
                        FireKind.MANUAL,
                        timestamp,
                        timestamp,
                        timestamp,
                        action.params()));
        return new Outcome.Applied(schedule.revision(), Json.object().put("job_id", id.toString()));
    }

    /** Whether what a schedule decides depends on what became of its jobs. */
    public boolean lookAtJobs(EntityKey key) {
        ScheduleTable.Entry found = table.find(key);
        return found != null && found.schedule().policies().lookAtJobs();
    }

    /** A schedule's timer is due. */
    public void due(EntityKey key) {
        ScheduleTable.Entry found = table.find(key);
        long now = task.now();
        if (found == null || !found.schedule().policies().enabled()) {
            return;
        }
        long due = found.progress().due();
        if (due > now) {
            // It was due, and the clock was set back since.
            task.timers().set(Timer.schedule(key), due);
            return;
        }
        table.save(found.schedule(), settlement.settleDue(found.schedule(), found.progress()));
    }

    /**
     * Computes a schedule's next instant anew, by this JVM's time-zone rules.
     *
     * @return the instant before and after, in epoch milliseconds; empty if it stays
     */
    long[] review(EntityKey key, String tzdbBefore, String tzdbNow) {
        ScheduleTable.Entry found = table.find(key);
        // One that has used up its fires, or its instants, gets no new ones from other rules.
        if (found == null || found.progress().exhausted()) {
            return new long[0];
        }
        CompiledSchedule schedule = found.schedule();
        ScheduleProgress progress = found.progress();
        long before = progress.next();
        long after = schedule.recurrence().next(progress.decided());
        if (after == before) {
            return new long[0];
        }
        facts.rescheduled(schedule, before, after, tzdbBefore, tzdbNow);
        table.save(schedule, progress.decidedUpTo(after, schedule.due(after), progress.decided()));
        return new long[] {before, after};
    }

    @Override
    public void jobHasRow(EntityKey key, JobRow job) {
        ScheduleTable.Entry found = table.find(key);
        if (found == null) {
            return;
        }
        // Only a policy that looks at open jobs needs to know of them from here on.
        boolean remember = found.schedule().policies().overlap() != Overlap.ALLOW;
        List<OpenJob> open = new ArrayList<>();
        for (OpenJob each : found.progress().open()) {
            if (!each.id().equals(job.job().jobId())) {
                open.add(each);
            } else if (remember) {
                open.add(each.withRow());
            }
        }
        table.put(found.schedule(), found.progress().withOpen(open));
    }

    @Override
    public void jobEnded(EntityKey key, JobRow job) {
        ScheduleTable.Entry found = table.find(key);
        if (found == null) {
            return;
        }
        CompiledSchedule schedule = found.schedule();
        ScheduleProgress after = found.progress().without(job.job().jobId());
        JobStatus status = job.job().status();
        if (status == JobStatus.COMPLETED) {
            after = after.withFailures(0, null);
        } else if (status == JobStatus.FAILED) {
            after = after.withFailures(
                    after.consecutiveFailures() + 1, job.job().error());
        }
        Integer pauseAfter = schedule.policies().pauseAfterFailures();
        if (pauseAfter != null
                && schedule.policies().enabled()
                && status == JobStatus.FAILED
                && after.consecutiveFailures() >= pauseAfter) {
            // Before it is paused: that can fail, and the job has ended all the same.
            table.put(schedule, after);
            commands.pause(schedule, after);
            return;
        }
        if (after.waiting() != null) {
            // Before what waits is decided: that can fail, and the job has ended all the same.
            table.put(schedule, after);
        }
        table.save(schedule, settlement.fireWaiting(schedule, after));
    }
}
