package dev.tactus.processor.core.delivery;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.delivery.DeliveryOutcome;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.DeliveryRow;
import dev.tactus.processor.core.state.DeliveryRow.Phase;
import dev.tactus.processor.core.state.JobRow;
import dev.tactus.processor.core.state.LastAttempt;
import dev.tactus.processor.core.timer.Timer;
import dev.tactus.processor.core.timer.TimerIndex;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sees callbacks through: handed out, taken by a dispatcher on lease, tried again by the retry schedule, or given up. */
public final class Deliveries {

    private final TaskContext task;
    private final Endpoints endpoints;
    private final EndpointHealth health;
    private final SettledListener settled;
    private final DeliveryFacts facts;

    public Deliveries(TaskContext task, Endpoints endpoints, EndpointHealth health, SettledListener settled) {
        this.task = task;
        this.endpoints = endpoints;
        this.health = health;
        this.settled = settled;
        this.facts = new DeliveryFacts(task);
    }

    /** Arms the timers of the open deliveries. */
    public void restore() {
        task.state().openDeliveries().forEach((key, row) -> arm(row));
    }

    /**
     * A job is final: its callback is due, or if it has none of its own, a delivery to each active webhook of its tenant. A
     * cancelled job has none.
     */
    public void jobEnded(JobRow row, long at) {
        tell(row, at);
        settled.jobEnded(row);
    }

    private void tell(JobRow row, long at) {
        JobRow.Callback callback = row.callback();
        Job job = row.job();
        if (row.skipCallbacks() || job.status() == JobStatus.CANCELLED) {
            return;
        }
        if (callback != null) {
            begin(job, callback.url(), null, callback.url(), List.of(callback.secret()), callback.secretContext(), at);
            return;
        }
        for (Webhook endpoint : endpoints.active(job.tenant())) {
            String context = Webhook.secretContext(endpoint.tenant(), endpoint.id());
            begin(job, endpoint.id().toString(), endpoint.id(), endpoint.url(), List.of(), context, at);
        }
    }

    /** @param receiver tells the job's deliveries apart: their ids are derived from it */
    private void begin(
            Job job,
            String receiver,
            @Nullable UUID webhook,
            String url,
            List<String> secrets,
            String secretContext,
            long at) {
        String eventType = DeliveryBodies.eventType(job);
        UUID id = JobDeliveries.id(job, receiver, at);
        DeliveryRow row = new DeliveryRow(
                job.tenant(),
                id,
                job.jobId(),
                webhook,
                url,
                secrets,
                secretContext,
                eventType,
                1,
                1,
                Phase.HANDED_OUT,
                null,
                null,
                null,
                at);
        handOut(row, DeliveryBodies.ofJob(eventType, job));
        facts.event(row, DeliveryOutcome.QUEUED);
    }

    /** Sends a test event to an endpoint, active or not. */
    public void test(Webhook endpoint, UUID deliveryId, long at) {
        beginTest(endpoint, deliveryId, DeliveryBodies.TEST, at);
    }

    /** Tries an endpoint that is enabled again; if that fails, it is disabled at once. */
    public void probe(Webhook endpoint, long at) {
        UUID id = Ids.derived(
                at,
                Ids.slotOf(endpoint.tenant()),
                endpoint.tenant(),
                endpoint.id().toString(),
                DeliveryBodies.PROBE,
                Long.toString(endpoint.revision()));
        beginTest(endpoint, id, DeliveryBodies.PROBE, at);
    }

    private void beginTest(Webhook endpoint, UUID deliveryId, String eventType, long at) {
        DeliveryRow row = new DeliveryRow(
                endpoint.tenant(),
                deliveryId,
                deliveryId,
                endpoint.id(),
                endpoint.url(),
                List.of(),
                Webhook.secretContext(endpoint.tenant(), endpoint.id()),
                eventType,
                1,
                1,
                Phase.HANDED_OUT,
                null,
                null,
                null,
                at);
        handOut(row, DeliveryBodies.ofTest(row));
        facts.event(row, DeliveryOutcome.QUEUED);
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
            case DeliveryReport.Deferred deferred -> {
                if (row.phase() != Phase.WAITING) {
                    putOff(row, deferred);
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
        if (timer == null) {
            return;
        }
        if (timer > task.now()) {
            // It was due, and the clock was set back since.
            arm(row);
            return;
        }
        attempt(row.with(row.phase() == Phase.WAITING ? row.attempt() + 1 : row.attempt(), Phase.HANDED_OUT, null));
    }

    /** Hands out the attempt that the row says is pending, or gives up if nothing can be sent any more. */
    void attempt(DeliveryRow row) {
        String obstacle = obstacle(row);
        if (obstacle != null) {
            giveUp(row, obstacle);
            return;
        }
        if (DeliveryBodies.isTest(row)) {
            handOut(row, DeliveryBodies.ofTest(row));
            return;
        }
        JobRow job = task.state().endedJobs().get(new EntityKey(row.tenant(), row.jobId()));
        if (job == null) {
            giveUp(row, "its job is not kept any more");
            return;
        }
        handOut(row, DeliveryBodies.ofJob(row.eventType(), job.job()));
    }

    /** Why nothing more is sent to the stored webhook; null if it may be. */
    @Nullable
    String obstacle(DeliveryRow row) {
        UUID id = row.webhookId();
        if (id == null) {
            return null;
        }
        Webhook endpoint = endpoints.get(row.tenant(), id);
        if (endpoint == null) {
            return "the webhook was deleted";
        }
        if (endpoint.active() || DeliveryBodies.isTest(row)) {
            return null;
        }
        String reason = endpoint.disabledReason();
        return "the webhook is disabled" + (reason == null ? "" : ": " + reason);
    }

    private void putOff(DeliveryRow row, DeliveryReport.Deferred deferred) {
        long now = task.now();
        Long began = row.putOffSince();
        long since = began == null ? now : began;
        OptionalLong pause = pauseAfter(row, null);
        switch (PutOff.of(deferred.cause(), since, now, deferred.seconds() * 1000, pause)) {
            case PutOff.Again again -> save(row.putOff(since, again.at()));
            case PutOff.Missed missed -> miss(row, missed.nextAt());
        }
    }

    /** No call was made: it says nothing of the endpoint's health, and what the last call was answered is kept. */
    private void miss(DeliveryRow row, long nextAt) {
        String error = "not called: it has not answered lately, and attempt " + row.attempt() + " has missed its time";
        DeliveryRow missed = row.last() == null ? row.after(new LastAttempt(null, error, null, null, task.now())) : row;
        save(missed.with(row.attempt(), Phase.WAITING, nextAt));
        facts.missed(missed, error, nextAt);
    }

    /** From the pending attempt to the next; empty if it is the last one, as of tests, which are tried once. */
    private OptionalLong pauseAfter(DeliveryRow row, @Nullable Long retryAfterSeconds) {
        return DeliveryBodies.isTest(row)
                ? OptionalLong.empty()
                : task.settings()
                        .deliveryRetries()
                        .delayAfter(row.tries(), row.deliveryId().getLeastSignificantBits(), retryAfterSeconds);
    }

    private void attempted(DeliveryRow row, DeliveryReport.Attempted report) {
        boolean delivered = report.verdict() == DeliveryReport.Verdict.DELIVERED;
        DeliveryRow ended = row.after(new LastAttempt(
                report.status(),
                report.error(),
                report.durationMillis(),
                delivered ? null : report.response(),
                task.now()));
        judge(ended, report);
        switch (report.verdict()) {
            case DELIVERED -> {
                settle(ended.with(row.attempt(), Phase.DELIVERED, null));
                facts.event(row, DeliveryOutcome.DELIVERED, report, null);
            }
            case REJECTED, GONE -> giveUp(ended, reason(report) + "; another attempt can't help", report);
            case RETRY -> retry(ended, report);
        }
    }

    private void retry(DeliveryRow row, DeliveryReport.Attempted report) {
        if (DeliveryBodies.isTest(row)) {
            giveUp(row, reason(report), report);
            return;
        }
        OptionalLong delay = pauseAfter(row, report.retryAfterSeconds());
        if (delay.isEmpty()) {
            giveUp(row, reason(report) + "; that was the last attempt", report);
            return;
        }
        long next = task.now() + delay.getAsLong();
        save(row.with(row.attempt(), Phase.WAITING, next));
        facts.event(row, DeliveryOutcome.RETRYING, report, next);
    }

    /** What the attempt says of the stored webhook. */
    private void judge(DeliveryRow row, DeliveryReport.Attempted report) {
        UUID id = row.webhookId();
        Webhook endpoint = id == null ? null : endpoints.get(row.tenant(), id);
        if (endpoint == null) {
            return;
        }
        switch (report.verdict()) {
            case DELIVERED -> health.delivered(endpoint);
            case GONE -> health.unusable(endpoint, "the receiver answered 410: it wants nothing more");
            case REJECTED, RETRY -> {
                if (row.eventType().equals(DeliveryBodies.PROBE)) {
                    health.unusable(endpoint, "the probe after it was enabled failed: " + reason(report));
                } else if (!DeliveryBodies.isTest(row)) {
                    health.failed(endpoint);
                }
            }
        }
    }

    /** There is no attempt to report on: the reason stands for its error. */
    private void giveUp(DeliveryRow row, String reason) {
        giveUp(row.after(new LastAttempt(null, reason, null, null, task.now())), reason, null);
    }

    private void giveUp(DeliveryRow row, String reason, DeliveryReport.@Nullable Attempted report) {
        settle(row.with(row.attempt(), Phase.DEAD, null));
        facts.event(row, DeliveryOutcome.DEAD, report, null);
        if (!DeliveryBodies.isTest(row)) {
            facts.deadLetter(row, reason);
        }
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

    /** A stored webhook is called as it is now: a further attempt goes to its new URL, with its new secret. */
    private void handOut(DeliveryRow row, String body) {
        UUID id = row.webhookId();
        Webhook endpoint = id == null ? null : endpoints.get(row.tenant(), id);
        DeliveryRow current = endpoint == null ? row : row.to(endpoint.url());
        List<String> secrets = endpoint == null ? row.secrets() : endpoint.secretsAt(Instant.ofEpochMilli(task.now()));
        save(current);
        facts.work(current, secrets, body, pauseAfter(row, null).isEmpty());
    }

    private void settle(DeliveryRow row) {
        // In this order: a reader on another thread finds it in one place or the other at any moment.
        task.state().endedDeliveries().put(row.key(), row);
        task.state().openDeliveries().delete(row.key());
        task.timers().clear(Timer.delivery(row.key()));
        settled.deliverySettled(row);
    }

    void save(DeliveryRow row) {
        task.state().openDeliveries().put(row.key(), row);
        arm(row);
    }

    private void arm(DeliveryRow row) {
        Long timer = row.timer();
        task.timers().set(Timer.delivery(row.key()), timer == null ? TimerIndex.NEVER : timer);
    }
}
