package dev.tactus.processor.core.timer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is due now, a queue a tenant, taken in turns: a tenant's herd does not delay another tenant's one instant. What
 * can't be handled yet is laid aside until it can.
 */
public final class ReadyQueue {
    private final Map<String, ArrayDeque<Timer>> byTenant = new HashMap<>();
    private final ArrayDeque<String> turns = new ArrayDeque<>();
    private final ArrayDeque<Timer> aside = new ArrayDeque<>();
    /** Written by one thread, read by any: for it to be seen soon is enough. */
    private final AtomicInteger size = new AtomicInteger();

    public void add(Timer timer) {
        enqueue(timer);
        count(1);
    }

    /** Keeps one, which is due, until {@link #takeBack}. */
    public void layAside(Timer timer) {
        aside.add(timer);
        count(1);
    }

    /** All that was laid aside is ready now. */
    public void takeBack() {
        aside.forEach(this::enqueue);
        aside.clear();
    }

    private void enqueue(Timer timer) {
        String tenant = timer.tenant();
        ArrayDeque<Timer> queue = byTenant.get(tenant);
        if (queue == null) {
            queue = new ArrayDeque<>();
            byTenant.put(tenant, queue);
            turns.add(tenant);
        }
        queue.add(timer);
    }

    private void count(int change) {
        size.setOpaque(size.getPlain() + change);
    }

    /** The next one of the tenant whose turn it is; null if nothing is ready. */
    public @Nullable Timer poll() {
        String tenant = turns.poll();
        if (tenant == null) {
            return null;
        }
        ArrayDeque<Timer> queue = byTenant.get(tenant);
        Timer timer = queue == null ? null : queue.poll();
        if (timer != null) {
            count(-1);
        }
        if (queue == null || queue.isEmpty()) {
            byTenant.remove(tenant);
        } else {
            turns.add(tenant);
        }
        return timer;
    }

    /** Whether nothing is ready; something may be laid aside. */
    public boolean isEmpty() {
        return turns.isEmpty();
    }

    /** How many are due, those laid aside among them. May be called from any thread. */
    public int size() {
        return size.getOpaque();
    }

    public void clear() {
        size.setOpaque(0);
        byTenant.clear();
        turns.clear();
        aside.clear();
    }
}
