package dev.tactus.processor.core.delivery;

import dev.tactus.contracts.delivery.DeliveryOutcome;
import dev.tactus.contracts.delivery.DeliveryView;
import dev.tactus.processor.core.state.DeliveryRow;
import dev.tactus.processor.core.state.DeliveryRow.Phase;
import dev.tactus.processor.core.state.LastAttempt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Deliveries as clients see them. */
public final class DeliveryViews {
    private DeliveryViews() {}

    public static DeliveryOutcome outcome(DeliveryRow row) {
        return switch (row.phase()) {
            case DELIVERED -> DeliveryOutcome.DELIVERED;
            case DEAD -> DeliveryOutcome.DEAD;
            case WAITING -> DeliveryOutcome.RETRYING;
            case HANDED_OUT, STARTED -> row.last() == null ? DeliveryOutcome.QUEUED : DeliveryOutcome.RETRYING;
        };
    }

    public static DeliveryView of(DeliveryRow row) {
        LastAttempt last = row.last();
        return new DeliveryView(
                row.deliveryId(),
                DeliveryBodies.isTest(row) ? null : row.jobId(),
                row.webhookId(),
                row.eventType(),
                row.url(),
                outcome(row),
                row.attempt(),
                last == null ? null : last.status(),
                last == null ? null : last.error(),
                last == null ? null : last.durationMillis(),
                last == null ? null : last.response(),
                last == null ? null : Instant.ofEpochMilli(last.endedAt()),
                row.phase() == Phase.WAITING ? instant(row.timer()) : null,
                Instant.ofEpochMilli(row.createdAt()));
    }

    private static @Nullable Instant instant(@Nullable Long epochMilli) {
        return epochMilli == null ? null : Instant.ofEpochMilli(epochMilli);
    }
}
