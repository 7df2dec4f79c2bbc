package dev.tactus.processor.core.delivery;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeadLetter;
import dev.tactus.contracts.delivery.DeliveryEvent;
import dev.tactus.contracts.delivery.DeliveryOutcome;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.DeliveryRow;
import dev.tactus.processor.core.state.LastAttempt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told of deliveries: to dispatchers the work, to everyone the facts. */
final class DeliveryFacts {
    private final TaskContext task;

    DeliveryFacts(TaskContext task) {
        this.task = task;
    }

    /** @param last see {@link DispatchWork.Deliver} */
    void work(DeliveryRow row, List<String> secrets, String body, boolean last) {
        task.facts()
                .work(
                        new EntityKey(row.tenant(), row.jobId()),
                        new DispatchWork.Deliver(
                                row.tenant(),
                                row.deliveryId(),
                                row.jobId(),
                                row.attempt(),
                                row.url(),
                                secrets,
                                row.secretContext(),
                                row.eventType(),
                                body,
                                last));
    }

    /** No call was made in the time of the pending attempt; the next one is due at its own. */
    void missed(DeliveryRow row, String error, long nextAttemptAt) {
        event(
                row,
                DeliveryOutcome.RETRYING,
                new DeliveryReport.Attempted(
                        row.tenant(),
                        row.deliveryId(),
                        row.attempt(),
                        DeliveryReport.Verdict.RETRY,
                        null,
                        error,
                        null,
                        0,
                        Map.of(),
                        null),
                nextAttemptAt);
    }

    void event(DeliveryRow row, DeliveryOutcome outcome) {
        event(row, outcome, null, null);
    }

    void event(
            DeliveryRow row,
            DeliveryOutcome outcome,
            DeliveryReport.@Nullable Attempted report,
            @Nullable Long nextAttemptAt) {
        task.facts()
                .delivery(new DeliveryEvent(
                        row.tenant(),
                        row.deliveryId(),
                        row.jobId(),
                        row.webhookId(),
                        row.eventType(),
                        row.url(),
                        outcome,
                        row.attempt(),
                        report == null ? null : report.status(),
                        report == null ? reason(row, outcome) : report.error(),
                        report == null ? null : report.durationMillis(),
                        report == null ? Map.of() : report.responseHeaders(),
                        report == null ? null : report.response(),
                        nextAttemptAt == null ? null : Instant.ofEpochMilli(nextAttemptAt),
                        Instant.ofEpochMilli(task.now()),
                        task.facts().nextSeq()));
    }

    /** What was given up without an attempt has its reason in the row. */
    private static @Nullable String reason(DeliveryRow row, DeliveryOutcome outcome) {
        LastAttempt last = row.last();
        return outcome == DeliveryOutcome.DEAD && last != null ? last.error() : null;
    }

    void deadLetter(DeliveryRow row, String reason) {
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
}
