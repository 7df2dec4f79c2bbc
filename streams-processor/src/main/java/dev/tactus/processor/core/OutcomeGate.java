package dev.tactus.processor.core;

import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.PartitionUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where writers wait for their commands' outcomes. It opens when an outcome is committed, not when it is decided: a
 * decision whose transaction fails is made again, perhaps by another owner at another instant.
 */
final class OutcomeGate {
    private final int partition;
    private final Map<UUID, CompletableFuture<Outcome>> waiters = new ConcurrentHashMap<>();
    private final Map<UUID, Outcome> uncommitted = new ConcurrentHashMap<>();
    private volatile boolean closed;

    OutcomeGate(int partition) {
        this.partition = partition;
    }

    /** Called on the stream thread, before the outcome is stored. */
    void decided(UUID commandId, Outcome outcome) {
        uncommitted.put(commandId, outcome);
    }

    /** Called on the stream thread, after its transaction was committed. */
    void committed() {
        if (uncommitted.isEmpty()) {
            return;
        }
        List<Map.Entry<UUID, Outcome>> done = new ArrayList<>(uncommitted.entrySet());
        for (Map.Entry<UUID, Outcome> entry : done) {
            uncommitted.remove(entry.getKey());
            CompletableFuture<Outcome> waiter = waiters.remove(entry.getKey());
            if (waiter != null) {
                waiter.complete(entry.getValue());
            }
        }
    }

    /** @param stored looks an outcome up in the store, where it is from the moment it is decided */
    CompletableFuture<Outcome> outcome(UUID commandId, Function<UUID, @Nullable Outcome> stored) {
        // Registered first: an outcome that is committed while the store is read still finds its waiter.
        CompletableFuture<Outcome> waiter = waiters.computeIfAbsent(commandId, this::newWaiter);
        if (closed) {
            fail(waiter);
        }
        Outcome known = stored.apply(commandId);
        if (known != null && !uncommitted.containsKey(commandId)) {
            waiter.complete(known);
        }
        return waiter;
    }

    private CompletableFuture<Outcome> newWaiter(UUID commandId) {
        CompletableFuture<Outcome> waiter = new CompletableFuture<>();
        // Also when its caller has no more time and cancels it.
        var unused = waiter.whenComplete((outcome, failure) -> waiters.remove(commandId, waiter));
        return waiter;
    }

    /** The task ends: its waiters ask the next owner. */
    void close() {
        closed = true;
        waiters.values().forEach(this::fail);
        waiters.clear();
        uncommitted.clear();
    }

    private void fail(CompletableFuture<Outcome> waiter) {
        waiter.completeExceptionally(new PartitionUnavailableException(partition, "it moves to another processor"));
    }
}
