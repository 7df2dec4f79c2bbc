package dev.tactus.processor.core.delivery;

import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.registry.WebhookCommand;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.HealthRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Watches how deliveries to stored webhooks end. The jobs of a tenant, and so its deliveries, are in all partitions; each
 * watches its own, and tells the tenant's partition what it needs to judge the endpoint as a whole, at most once an hour
 * for each endpoint.
 */
public final class EndpointHealth {
    private static final long TELL_EVERY = Duration.ofHours(1).toMillis();

    private final TaskContext task;
    private final Map<String, HealthRow> rows = new HashMap<>();

    public EndpointHealth(TaskContext task) {
        this.task = task;
    }

    public void restore() {
        rows.clear();
        task.state().webhookHealth().forEach(rows::put);
    }

    void delivered(Webhook endpoint) {
        HealthRow row = row(endpoint);
        long now = task.now();
        Long told = row.deliveredToldAt();
        boolean tell = told == null || now - told >= TELL_EVERY;
        if (tell) {
            task.facts()
                    .registryCommand(
                            new WebhookCommand.Delivered(endpoint.tenant(), endpoint.id(), Instant.ofEpochMilli(now)));
        }
        if (tell || row.failingSince() != null) {
            save(endpoint, row.delivered(tell ? Long.valueOf(now) : told));
        }
    }

    void failed(Webhook endpoint) {
        HealthRow row = row(endpoint);
        long now = task.now();
        Long since = row.failingSince();
        if (since == null) {
            save(endpoint, row.failing(now));
            return;
        }
        Long told = row.failingToldAt();
        boolean longEnough = now - since >= task.settings().disableAfter().toMillis();
        if (longEnough && (told == null || now - told >= TELL_EVERY)) {
            task.facts()
                    .registryCommand(new WebhookCommand.Failing(
                            endpoint.tenant(), endpoint.id(), Instant.ofEpochMilli(since), endpoint.activeSince()));
            save(endpoint, row.toldFailing(now));
        }
    }

    /** One answer was enough: the endpoint wants nothing more, or failed its probe. */
    void unusable(Webhook endpoint, String reason) {
        task.facts()
                .registryCommand(
                        new WebhookCommand.Disable(endpoint.tenant(), endpoint.id(), reason, endpoint.activeSince()));
    }

    /** In the tenant's partition: some partition delivered something. */
    public void deliveredSomewhere(Webhook endpoint, Instant at) {
        HealthRow row = row(endpoint);
        Long last = row.lastDelivered();
        if (last == null || last < at.toEpochMilli()) {
            save(endpoint, row.deliveredSomewhere(at.toEpochMilli()));
        }
    }

    /** In the tenant's partition: whether no partition delivered anything for so long that the endpoint is to be disabled. */
    public boolean nothingDelivered(Webhook endpoint, Instant failingSince) {
        Instant limit = Instant.ofEpochMilli(task.now()).minus(task.settings().disableAfter());
        Long last = row(endpoint).lastDelivered();
        return !failingSince.isAfter(limit)
                && !endpoint.activeSince().isAfter(limit)
                && (last == null || !Instant.ofEpochMilli(last).isAfter(limit));
    }

    /** The endpoint begins anew, or is gone. */
    public void forget(String tenant, UUID id) {
        String key = Webhook.key(tenant, id);
        if (rows.remove(key) != null) {
            task.state().webhookHealth().delete(key);
        }
    }

    private HealthRow row(Webhook endpoint) {
        return rows.getOrDefault(Webhook.key(endpoint.tenant(), endpoint.id()), HealthRow.NONE);
    }

    private void save(Webhook endpoint, HealthRow row) {
        String key = Webhook.key(endpoint.tenant(), endpoint.id());
        rows.put(key, row);
        task.state().webhookHealth().put(key, row);
    }
}
