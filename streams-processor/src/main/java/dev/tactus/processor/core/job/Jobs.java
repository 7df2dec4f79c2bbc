package dev.tactus.processor.core.job;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.schedule.Retry;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.RetentionSettings;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.delivery.Deliveries;
import dev.tactus.processor.core.state.JobRow;
import dev.tactus.processor.core.state.ScheduleProgress.OpenJob;
import dev.tactus.processor.core.timer.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees jobs through: the lease of the dispatcher that launched one, its deadline, its attempts, and the one final report
 * that counts.
 */
public final class Jobs {

    private static final long LONGEST_BACKOFF = Duration.ofHours(1).toMillis();

    private final TaskContext task;
    private final PendingJobs pending;
    private final Deliveries deliveries;
    private final JobListener schedules;

    public Jobs(TaskContext task, PendingJobs pending, Deliveries deliveries, JobListener schedules) {
        this.task = task;
        this.pending = pending;
        this.deliveries = deliveries;
        this.schedules = schedules;
    }

    /** Arms the timers of the open jobs. */
    public void restore() {
        task.state().openJobs().forEach((key, row) -> arm(row));
    }

    /** An ad-hoc job. */
    public Outcome create(Action.CreateJob action, long at) {
        EntityKey key = new EntityKey(action.tenant(), action.jobId());
        if (find(key) != null) {
            return Outcome.Refused.of(Outcome.Reason.CONFLICT, "job " + action.jobId() + " exists already");
        }
        Job job = new Job(
                action.jobId(),
                action.tenant(),
                action.workflow(),
                null,
                null,
                null,
                JobStatus.QUEUED,
                action.params(),
                action.timeoutSeconds(),
                null,
                null,
                null,
                null,
                null,
                action.nonce(),
                1,
                Instant.ofEpochMilli(at),
                null,
                null);
        String url = action.callbackUrl();
        String secret = action.callbackSecret();
        JobRow.Callback callback =
                url == null || secret == null ? null : new JobRow.Callback(url, secret, key + "/callback");
        JobRow row = new JobRow(job, callback, action.skipCallbacks(), Retry.NONE, null, null, null);
        save(row);
        task.facts().job(job, at);
        launch(row);
        return applied(row);
    }

    public Outcome cancel(EntityKey key, long at) {
        JobRow row = find(key);
        if (row == null) {
            return notFound(key);
        }
        if (row.job().status().isFinal()) {
            return alreadyFinal(row);
        }
        return applied(end(row, JobChanges.cancelled(row.job(), Instant.ofEpochMilli(at)), at));
    }

    /** Applies a report. The outcome is made only if it is asked for: a dispatcher, which writes nearly all reports, waits for none. */
    public Supplier<Outcome> report(JobReport report, long at) {
        EntityKey key = new EntityKey(report.tenant(), report.jobId());
        JobRow row = find(key);
        if (row == null) {
            return () -> notFound(key);
        }
        if (row.job().status().isFinal()) {
            return () -> alreadyFinal(row);
        }
        return switch (report) {
            case JobReport.Running running -> running(row, running, at);
            case JobReport.Heartbeat heartbeat -> heartbeat(row, heartbeat);
            case JobReport.Accepted accepted -> accepted(row, accepted);
            case JobReport.Completed completed -> {
                JobRow ended =
                        end(row, JobChanges.completed(row.job(), completed.result(), Instant.ofEpochMilli(at)), at);
                yield () -> applied(ended);
            }
            case JobReport.Failed failed
            when failed.attempt() == null && row.retryAt() != null ->
                // The runner repeats itself: its answer was lost, and nobody runs the next attempt yet.
                () -> Outcome.Refused.of(
                        Outcome.Reason.CONFLICT,
                        "job " + key.id() + " waits for attempt " + row.job().attempt()
                                + ": the failure of the one before is known");
            case JobReport.Failed failed -> {
                JobRow after = failed(row, failed, at);
                yield () -> applied(after);
            }
        };
    }

    /** A job's timer is due: its deadline, its lease or its next attempt. */
    public void due(EntityKey key) {
        JobRow row = task.state().openJobs().get(key);
        long now = task.now();
        if (row == null) {
            return;
        }
        if (row.timer() > now) {
            // It was due, and the clock was set back since.
            arm(row);
            return;
        }
        Long deadline = row.deadline();
        if (deadline != null && deadline <= now) {
            String error = "timed out after " + row.job().timeoutSeconds() + " s";
            end(row, JobChanges.failed(row.job(), error, null, Instant.ofEpochMilli(now)), now);
            return;
        }
        Long retryAt = row.retryAt();
        // A retry has its next attempt's number already; a lost lease gets it now.
        Job job = retryAt != null ? row.job() : JobChanges.queuedAgain(row.job());
        JobRow again = row.with(job, null, deadline, null);
        save(again);
        if (retryAt == null) {
            task.facts().job(job, now);
        }
        launch(again);
    }

    /** Gives a pending job its own row, because what its schedule says is about to change. */
    public void keep(JobRow row) {
        // In this order, or a reader may find it nowhere.
        task.state().openJobs().put(row.key(), row);
        pending.remove(row.key());
    }

    /**
     * All jobs of a schedule that are not final. It reads the open jobs of the tenant, so it is not for every fire.
     *
     * @param known some of them
     */
    public List<OpenJob> openOf(EntityKey schedule, List<OpenJob> known) {
        Map<UUID, OpenJob> open = new LinkedHashMap<>();
        String tenant = schedule.tenant() + "/";
        task.state().openJobs().ascending(tenant, (key, row) -> {
            Job job = row.job();
            Instant scheduledAt = job.scheduledAt();
            if (schedule.id().equals(job.scheduleId()) && scheduledAt != null) {
                long nominal = scheduledAt.toEpochMilli();
                open.put(job.jobId(), new OpenJob(job.jobId(), nominal, nominal, true));
            }
            return key.startsWith(tenant);
        });
        known.forEach(job -> open.put(job.id(), job));
        return List.copyOf(open.values());
    }

    /** Ends a job of a schedule as cancelled, if it is still open. */
    public void cancelOpen(String tenant, UUID id, long at) {
        JobRow row = find(new EntityKey(tenant, id));
        if (row != null && !row.job().status().isFinal()) {
            end(row, JobChanges.cancelled(row.job(), Instant.ofEpochMilli(at)), at);
        }
    }

    /** A job in any state; null if it is unknown. */
    public @Nullable JobRow find(EntityKey key) {
        JobRow open = task.state().openJobs().get(key);
        if (open != null) {
            return open;
        }
        JobRow fired = pending.find(key);
        return fired != null ? fired : task.state().endedJobs().get(key);
    }

    private Supplier<Outcome> running(JobRow row, JobReport.Running report, long at) {
        if (report.attempt() != row.job().attempt()) {
            return () -> stale(row);
        }
        Job job = JobChanges.running(row.job(), report, Instant.ofEpochMilli(at));
        Long deadline = row.deadline();
        // Reports may lag: its end may lie behind this one, and is not to come too late for that.
        long begins = Math.max(at, task.now());
        JobRow running = row.with(
                job, lease(), deadline == null ? Long.valueOf(begins + job.timeoutSeconds() * 1000L) : deadline, null);
        save(running);
        task.facts().job(job, at);
        return () -> applied(running);
    }

    private Supplier<Outcome> heartbeat(JobRow row, JobReport.Heartbeat report) {
        Integer attempt = report.attempt();
        if (attempt != null && attempt != row.job().attempt()) {
            return () -> stale(row);
        }
        if (row.leaseUntil() != null) {
            JobRow renewed = row.with(row.job(), lease(), row.deadline(), row.retryAt());
            save(renewed);
            return () -> applied(renewed);
        }
        return () -> applied(row);
    }

    private Supplier<Outcome> accepted(JobRow row, JobReport.Accepted report) {
        if (report.attempt() != row.job().attempt()) {
            return () -> stale(row);
        }
        JobRow accepted = row.with(row.job(), null, row.deadline(), row.retryAt());
        save(accepted);
        return () -> applied(accepted);
    }

    private JobRow failed(JobRow row, JobReport.Failed report, long at) {
        Job failed = JobChanges.failed(row.job(), report.error(), report.mappedStack(), Instant.ofEpochMilli(at));
        Integer attempt = report.attempt();
        boolean ofThisAttempt = attempt == null || attempt == row.job().attempt();
        if (!report.retryable() || row.job().attempt() >= row.retry().maxAttempts() || !ofThisAttempt) {
            return ofThisAttempt || !report.retryable() ? end(row, failed, at) : row;
        }
        int doublings = Math.min(20, row.job().attempt() - 1);
        long backoff = Math.min(LONGEST_BACKOFF, (row.retry().backoffSeconds() * 1000L) << doublings);
        JobRow again = row.with(JobChanges.queuedAgain(failed), null, row.deadline(), task.now() + backoff);
        save(again);
        task.facts().job(again.job(), at);
        return again;
    }

    private JobRow end(JobRow row, Job job, long at) {
        JobRow ended = row.with(job, null, null, null);
        EntityKey key = row.key();
        // In this order: a reader on another thread finds it in one place or the other at any moment.
        task.state().endedJobs().put(key, ended);
        task.state().openJobs().delete(key);
        pending.remove(key);
        task.timers().clear(Timer.job(key));
        task.facts().job(job, at);
        // First, because a schedule's part can fail, and the callback must go out all the same.
        deliveries.jobEnded(ended, at);
        UUID schedule = job.scheduleId();
        if (schedule != null) {
            schedules.jobEnded(new EntityKey(job.tenant(), schedule), ended);
        }
        return ended;
    }

    private void launch(JobRow row) {
        Job job = row.job();
        UUID schedule = job.scheduleId();
        Long deadline = row.deadline();
        EntityKey order = schedule == null ? row.key() : new EntityKey(job.tenant(), schedule);
        task.facts()
                .work(
                        order,
                        new DispatchWork.Launch(
                                job.tenant(),
                                job.jobId(),
                                job.attempt(),
                                job.workflow(),
                                job.params(),
                                job.timeoutSeconds(),
                                schedule,
                                job.scheduledAt(),
                                deadline == null ? null : Instant.ofEpochMilli(deadline)));
    }

    private void save(JobRow row) {
        EntityKey key = row.key();
        EntityKey schedule = pending.scheduleOf(key);
        task.state().openJobs().put(key, row);
        arm(row);
        if (schedule != null) {
            pending.remove(key);
            schedules.jobHasRow(schedule, row);
        }
    }

    private void arm(JobRow row) {
        task.timers().set(Timer.job(row.key()), row.timer());
    }

    private long lease() {
        return task.now() + task.settings().lease().toMillis();
    }

    private static Outcome applied(JobRow row) {
        return new Outcome.Applied(row.job().attempt(), row.job());
    }

    private Outcome notFound(EntityKey key) {
        RetentionSettings kept = task.settings().retention();
        return Outcome.Refused.of(
                Outcome.Reason.NOT_FOUND,
                "job " + key.id() + " does not exist, or is not kept any more: finished jobs are kept for "
                        + kept.jobs()
                        + ", the newest " + kept.jobsPerSchedule()
                        + " of each schedule. The log keeps all: see the topic job-events");
    }

    private static Outcome alreadyFinal(JobRow row) {
        return Outcome.Refused.of(
                Outcome.Reason.CONFLICT,
                "job " + row.job().jobId() + " is already "
                        + Json.tree(row.job().status()).asText());
    }

    private static Outcome stale(JobRow row) {
        return Outcome.Refused.of(
                Outcome.Reason.CONFLICT,
                "job " + row.job().jobId() + " is at attempt " + row.job().attempt());
    }
}
