package dev.tactus.processor.core.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeadLetter;
import dev.tactus.contracts.delivery.DeliveryEvent;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.DeliveryRow;
import dev.tactus.processor.core.state.DeliveryRow.Phase;
import dev.tactus.processor.core.state.JobRow;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sees callbacks through: handed out, taken by a dispatcher on lease, tried again by the retry schedule, or given up. */
public final class Deliveries {
    /** The letter of a delivery's timers. */
    public static final String TIMER = "v/";

    private final TaskContext task;

    public Deliveries(TaskContext task) {
        this.task = task;
    }

    /** Arms the timers of the open deliveries. */
    public void restore() {
        task.state().openDeliveries().forEach((key, row) -> arm(row));
    }

    /** A job is final: its callback is due. A cancelled job has none. */
    public void jobEnded(JobRow row, long at) {
        JobRow.Callback callback = row.callback();
        Job job = row.job();
        if (callback == null || row.skipCallbacks() || job.status() == JobStatus.CANCELLED) {
            return;
        }
        String eventType = job.status() == JobStatus.COMPLETED ? "job.completed" : "job.failed";
        UUID id =
                Ids.derived(at, Ids.slot(job.jobId()), job.tenant(), job.jobId().toString(), eventType, callback.url());
        DeliveryRow delivery = new DeliveryRow(
                job.tenant(),
                id,
                job.jobId(),
                callback.url(),
                List.of(callback.secret()),
                callback.secretContext(),
                eventType,
                1,
                Phase.HANDED_OUT,
                null,
                at);
        save(delivery);
        event(delivery, DeliveryEvent.Outcome.QUEUED, null, null);
        handOut(delivery, job);
    }

    public void report(DeliveryReport report) {
        EntityKey key = new EntityKey(report.tenant(), report.deliveryId());
        DeliveryRow row = task.state().openDeliveries().get(key);
        // Nobody waits for it any more, or for another attempt.
        if (row == null || row.attempt() != report.attempt()) {
            return;
        }
        switch (report) {
            case DeliveryReport.Started started -> lease(row);
            case DeliveryReport.Heartbeat heartbeat -> {
                if (row.phase() == Phase.STARTED) {
                    lease(row);
                }
            }
            case DeliveryReport.Attempted attempted -> {
                if (row.phase() != Phase.WAITING) {
                    attempted(row, attempted);
                }
            }
        }
    }

    /** A delivery's timer is due: its next attempt, or the end of a lease. */
    public void due(EntityKey key) {
        DeliveryRow row = task.state().openDeliveries().get(key);
        if (row == null) {
            return;
        }
        Long timer = row.timer();
        JobRow job = task.state().endedJobs().get(new EntityKey(row.tenant(), row.jobId()));
        if (timer == null || timer > task.now()) {
            return;
        }
        if (job == null) {
            giveUp(row, "its job is not kept any more", null);
            return;
        }
        DeliveryRow again =
                row.with(row.phase() == Phase.WAITING ? row.attempt() + 1 : row.attempt(), Phase.HANDED_OUT, null);
        save(again);
        handOut(again, job.job());
    }

    private void attempted(DeliveryRow row, DeliveryReport.Attempted report) {
        switch (report.verdict()) {
            case DELIVERED -> {
                settle(row.with(row.attempt(), Phase.DELIVERED, null));
                event(row, DeliveryEvent.Outcome.DELIVERED, report, null);
            }
            case REJECTED, GONE -> giveUp(row, reason(report) + "; another attempt can't help", report);
            case RETRY -> {
                OptionalLong delay = task.settings()
                        .deliveryRetries()
                        .delayAfter(
                                row.attempt(), row.deliveryId().getLeastSignificantBits(), report.retryAfterSeconds());
                if (delay.isEmpty()) {
                    giveUp(row, reason(report) + "; that was the last attempt", report);
                    return;
                }
                long next = task.now() + delay.getAsLong();
                save(row.with(row.attempt(), Phase.WAITING, next));
                event(row, DeliveryEvent.Outcome.RETRYING, report, next);
            }
        }
    }

    private void giveUp(DeliveryRow row, String reason, DeliveryReport.@Nullable Attempted report) {
        settle(row.with(row.attempt(), Phase.DEAD, null));
        event(row, DeliveryEvent.Outcome.DEAD, report, null);
        task.facts()
                .deadLetter(new DeadLetter(
                        row.tenant(),
                        "delivery",
                        row.key().toString(),
                        "callback to " + row.url() + " was given up at attempt " + row.attempt() + ": " + reason,
                        null,
                        Json.tree(row),
                        Instant.ofEpochMilli(task.now()),
                        task.facts().nextSeq()));
    }

    private static String reason(DeliveryReport.Attempted report) {
        String error = report.error();
        return error != null ? error : "status " + report.status();
    }

    private void lease(DeliveryRow row) {
        if (row.phase() == Phase.HANDED_OUT || row.phase() == Phase.STARTED) {
            save(row.with(
                    row.attempt(),
                    Phase.STARTED,
                    task.now() + task.settings().lease().toMillis()));
        }
    }

    private void handOut(DeliveryRow row, Job job) {
        task.facts()
                .work(
                        new EntityKey(row.tenant(), row.jobId()),
                        new DispatchWork.Deliver(
                                row.tenant(),
                                row.deliveryId(),
                                row.jobId(),
                                row.attempt(),
                                row.url(),
                                row.secrets(),
                                row.secretContext(),
                                row.eventType(),
                                body(row.eventType(), job)));
    }

    private static String body(String eventType, Job job) {
        ObjectNode body = Json.object();
        body.put("event", eventType);
        body.put("job_id", job.jobId().toString());
        body.put("nonce", job.nonce());
        body.put("workflow", job.workflow());
        body.set("deployment_id", Json.tree(job.deploymentId()));
        body.set("status", Json.tree(job.status()));
        JsonNode result = job.result();
        body.set("result", result);
        body.put("error", job.error());
        body.set("mapped_stack", job.mappedStack());
        body.set("schedule_id", Json.tree(job.scheduleId()));
        body.set("scheduled_at", Json.tree(job.scheduledAt()));
        return body.toString();
    }

    private void settle(DeliveryRow row) {
        task.state().openDeliveries().delete(row.key());
        task.state().endedDeliveries().put(row.key(), row);
        task.timers().clear(TIMER + row.key());
    }

    private void save(DeliveryRow row) {
        task.state().openDeliveries().put(row.key(), row);
        arm(row);
    }

    private void arm(DeliveryRow row) {
        Long timer = row.timer();
        task.timers().set(TIMER + row.key(), timer == null ? Long.MAX_VALUE : timer);
    }

    private void event(
            DeliveryRow row,
            DeliveryEvent.Outcome outcome,
            DeliveryReport.@Nullable Attempted report,
            @Nullable Long nextAttemptAt) {
        task.facts()
                .delivery(new DeliveryEvent(
                        row.tenant(),
                        row.deliveryId(),
                        row.jobId(),
                        row.eventType(),
                        row.url(),
                        outcome,
                        row.attempt(),
                        report == null ? null : report.status(),
                        report == null ? null : report.error(),
                        report == null ? null : report.durationMillis(),
                        report == null ? null : report.response(),
                        nextAttemptAt == null ? null : Instant.ofEpochMilli(nextAttemptAt),
                        Instant.ofEpochMilli(task.now()),
                        task.facts().nextSeq()));
    }
}
