package dev.tactus.dispatcher.launch;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps the order in which the launches of a schedule start: one is let go when the one before it has started, that is,
 * when its runner has the whole request. None waits for a run to end.
 */
final class StartOrder {
    private final ConcurrentMap<UUID, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /**
     * Called on one thread, in order.
     *
     * @param started to be completed when the launch has started, or never will
     * @param go must not complete {@code started} by itself: a long line would be one deep stack
     */
    void next(UUID schedule, CompletableFuture<Void> started, Runnable go) {
        CompletableFuture<Void> before = last.put(schedule, started);
        var unused = started.whenComplete((done, failure) -> last.remove(schedule, started));
        if (before == null) {
            go.run();
        } else {
            CompletableFuture<Void> unusedToo = before.whenComplete((done, failure) -> go.run());
        }
    }

    int open() {
        return last.size();
    }
}
