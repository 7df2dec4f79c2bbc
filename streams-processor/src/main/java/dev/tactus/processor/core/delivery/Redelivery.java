package dev.tactus.processor.core.delivery;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.delivery.DeliveryOutcome;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.DeliveryRow;
import dev.tactus.processor.core.state.DeliveryRow.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Drives deliveries again on request, under the same {@code webhook-id} and with the retry schedule from its beginning. */
public final class Redelivery {
    private final TaskContext task;
    private final Deliveries deliveries;
    private final DeliveryFacts facts;

    public Redelivery(TaskContext task, Deliveries deliveries) {
        this.task = task;
        this.deliveries = deliveries;
        this.facts = new DeliveryFacts(task);
    }

    /** One delivery, whatever became of it, unless an attempt is under way. */
    public Outcome one(Action.Redeliver action) {
        EntityKey key = new EntityKey(action.tenant(), action.deliveryId());
        DeliveryRow ended = task.state().endedDeliveries().get(key);
        DeliveryRow row = ended != null ? ended : task.state().openDeliveries().get(key);
        if (row == null) {
            return Outcome.Refused.of(Outcome.Reason.NOT_FOUND, "delivery " + action.deliveryId() + " does not exist");
        }
        if (row.phase() == Phase.HANDED_OUT || row.phase() == Phase.STARTED) {
            return Outcome.Refused.of(
                    Outcome.Reason.CONFLICT, "an attempt of delivery " + action.deliveryId() + " is under way");
        }
        String obstacle = deliveries.obstacle(row);
        if (obstacle != null) {
            return Outcome.Refused.of(Outcome.Reason.CONFLICT, "it can't be delivered again: " + obstacle);
        }
        DeliveryRow again = row.inNewRound().with(row.attempt() + 1, Phase.HANDED_OUT, null);
        deliveries.save(again);
        task.state().endedDeliveries().delete(key);
        facts.event(again, DeliveryOutcome.QUEUED);
        deliveries.attempt(again);
        return new Outcome.Applied(again.attempt(), DeliveryViews.of(again));
    }

    /**
     * What was given up. All become due now, and go out in turns with what is due for other tenants.
     *
     * @return {@code redelivered}, how many, and {@code more}, whether the limit left some
     */
    public Outcome dead(Action.RedeliverDead action) {
        List<DeliveryRow> found = new ArrayList<>();
        boolean[] more = {false};
        task.state().endedDeliveries().newestFirst(action.tenant(), before(action), (key, row) -> {
            // Newest first: what follows is older still.
            if (row.createdAt() < action.since().toEpochMilli()) {
                return false;
            }
            if (matches(action, row)) {
                more[0] = found.size() == action.limit();
                if (!more[0]) {
                    found.add(row);
                }
            }
            return !more[0];
        });
        for (DeliveryRow row : found) {
            DeliveryRow again = row.inNewRound().with(row.attempt(), Phase.WAITING, task.now());
            deliveries.save(again);
            task.state().endedDeliveries().delete(row.key());
            facts.event(again.with(again.attempt() + 1, Phase.WAITING, task.now()), DeliveryOutcome.QUEUED);
        }
        return new Outcome.Applied(
                found.size(), Json.object().put("redelivered", found.size()).put("more", more[0]));
    }

    private boolean matches(Action.RedeliverDead action, DeliveryRow row) {
        return row.phase() == Phase.DEAD
                && (action.webhookEndpointId() == null
                        || action.webhookEndpointId().equals(row.webhookId()))
                && !DeliveryBodies.isTest(row)
                && deliveries.obstacle(row) == null;
    }

    private static @Nullable String before(Action.RedeliverDead action) {
        Instant until = action.until();
        return until == null ? null : Ids.first(until).toString();
    }
}
