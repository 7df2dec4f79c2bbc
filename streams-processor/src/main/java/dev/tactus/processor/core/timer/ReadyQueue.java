package dev.tactus.processor.core.timer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is due now, a queue a tenant, taken in turns: a tenant's herd does not delay another tenant's one instant. */
public final class ReadyQueue {
    private final Map<String, ArrayDeque<Timer>> byTenant = new HashMap<>();
    private final ArrayDeque<String> turns = new ArrayDeque<>();

    public void add(Timer timer) {
        String tenant = timer.tenant();
        ArrayDeque<Timer> queue = byTenant.get(tenant);
        if (queue == null) {
            queue = new ArrayDeque<>();
            byTenant.put(tenant, queue);
            turns.add(tenant);
        }
        queue.add(timer);
    }

    /** The next one of the tenant whose turn it is; null if nothing is ready. */
    public @Nullable Timer poll() {
        String tenant = turns.poll();
        if (tenant == null) {
            return null;
        }
        ArrayDeque<Timer> queue = byTenant.get(tenant);
        Timer timer = queue == null ? null : queue.poll();
        if (queue == null || queue.isEmpty()) {
            byTenant.remove(tenant);
        } else {
            turns.add(tenant);
        }
        return timer;
    }

    public boolean isEmpty() {
        return turns.isEmpty();
    }

    public void clear() {
        byTenant.clear();
        turns.clear();
    }
}
