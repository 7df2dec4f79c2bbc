package dev.tactus.processor.core.delivery;

import dev.tactus.contracts.registry.Webhook;
import dev.tactus.processor.core.TaskContext;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stored webhooks as this partition knows them: of its own tenants as they were decided here, of the others as they
 * were copied. They are few and asked for whenever a job ends, so all are in memory too.
 */
public final class Endpoints {
    private final TaskContext task;
    private final NavigableMap<String, Webhook> byKey = new TreeMap<>();

    public Endpoints(TaskContext task) {
        this.task = task;
    }

    public void restore() {
        byKey.clear();
        task.state().webhooks().forEach(byKey::put);
    }

    public @Nullable Webhook get(String tenant, UUID id) {
        return byKey.get(Webhook.key(tenant, id));
    }

    /** The tenant's, the oldest first. */
    public Collection<Webhook> of(String tenant) {
        String prefix = tenant + "/webhook/";
        return byKey.subMap(prefix, prefix + Character.MAX_VALUE).values();
    }

    /** Those of the tenant that are told of its jobs. */
    List<Webhook> active(String tenant) {
        return of(tenant).stream().filter(Webhook::active).toList();
    }

    public void put(Webhook webhook) {
        String key = Webhook.key(webhook.tenant(), webhook.id());
        byKey.put(key, webhook);
        task.state().webhooks().put(key, webhook);
    }

    public void remove(String tenant, UUID id) {
        String key = Webhook.key(tenant, id);
        byKey.remove(key);
        task.state().webhooks().delete(key);
    }
}
