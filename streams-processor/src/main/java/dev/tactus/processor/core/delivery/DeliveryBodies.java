package dev.tactus.processor.core.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.processor.core.state.DeliveryRow;
import java.time.Instant;

/** What a receiver is sent: the same bytes at each attempt. */
final class DeliveryBodies {
    /** The event that {@code webhooks/test} sends. */
    static final String TEST = "webhook.test";
    /** The event that is sent to an endpoint when it is enabled again. */
    static final String PROBE = "webhook.probe";

    private DeliveryBodies() {}

    static String eventType(Job job) {
        return job.status() == JobStatus.COMPLETED ? "job.completed" : "job.failed";
    }

    /** A test has no job; it is tried once, and what fails is no dead letter. */
    static boolean isTest(DeliveryRow row) {
        return row.eventType().equals(TEST) || row.eventType().equals(PROBE);
    }

    static String ofTest(DeliveryRow row) {
        return Json.object()
                .put("event", row.eventType())
                .put("webhook_endpoint_id", String.valueOf(row.webhookId()))
                .put("delivery_id", row.deliveryId().toString())
                .put("created_at", Json.text(Instant.ofEpochMilli(row.createdAt())))
                .toString();
    }

    static String ofJob(String eventType, Job job) {
        ObjectNode body = Json.object();
        body.put("event", eventType);
        body.put("job_id", job.jobId().toString());
        body.put("nonce", job.nonce());
        body.put("workflow", job.workflow());
        body.set("deployment_id", Json.tree(job.deploymentId()));
        body.set("status", Json.tree(job.status()));
        body.set("result", job.result());
        body.put("error", job.error());
        body.set("mapped_stack", job.mappedStack());
        body.set("schedule_id", Json.tree(job.scheduleId()));
        body.set("scheduled_at", Json.tree(job.scheduledAt()));
        return body.toString();
    }
}
