package dev.tactus.processor.core;

import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.PartitionUnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Outcome> uncommitted = new ConcurrentHashMap<>();
    private volatile boolean closed;

    OutcomeGate(int partition) {
        this.partition = partition;
    }

    /** Compared by identity: two may wait for the same. */
    private static final class Waiter {
        final Set<UUID> commandIds;
        final CompletableFuture<Map<UUID, Outcome>> outcomes = new CompletableFuture<>();

        Waiter(Collection<UUID> commandIds) {
            this.commandIds = Set.copyOf(commandIds);
        }

        void offer(Map<UUID, Outcome> committed) {
            Map<UUID, Outcome> found = new HashMap<>();
            for (UUID commandId : commandIds) {
                Outcome outcome = committed.get(commandId);
                if (outcome != null) {
                    found.put(commandId, outcome);
                }
            }
            if (!found.isEmpty()) {
                outcomes.complete(found);
            }
        }
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
        Map<UUID, Outcome> committed = new HashMap<>(uncommitted);
        uncommitted.keySet().removeAll(committed.keySet());
        waiters.forEach(waiter -> waiter.offer(committed));
    }

    /**
     * Completes with those that are committed, as soon as there is one.
     *
     * @param stored looks an outcome up in the store, where it is from the moment it is decided
     */
    CompletableFuture<Map<UUID, Outcome>> outcomes(
            Collection<UUID> commandIds, Function<UUID, @Nullable Outcome> stored) {
        Waiter waiter = new Waiter(commandIds);
        // Registered first: an outcome that is committed while the store is read still finds its waiter.
        waiters.add(waiter);
        // Also when its caller has no more time and cancels it.
        var unused = waiter.outcomes.whenComplete((outcomes, failure) -> waiters.remove(waiter));
        if (closed) {
            fail(waiter);
        }
        Map<UUID, Outcome> committed = new HashMap<>();
        for (UUID commandId : waiter.commandIds) {
            if (uncommitted.containsKey(commandId)) {
                // Spares the reading, mostly: who asks is here before the commit.
                continue;
            }
            Outcome known = stored.apply(commandId);
            // Again, for it may have been decided meanwhile.
            if (known != null && !uncommitted.containsKey(commandId)) {
                committed.put(commandId, known);
            }
        }
        waiter.offer(committed);
        return waiter.outcomes;
    }

    /** The task ends: its waiters ask the next owner. */
    void close() {
        closed = true;
        waiters.forEach(this::fail);
        uncommitted.clear();
    }

    private void fail(Waiter waiter) {
        waiter.outcomes.completeExceptionally(
                new PartitionUnavailableException(partition, "it moves to another processor"));
    }
}
