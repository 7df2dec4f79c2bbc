package dev.tactus.processor.core;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.query.Query;
import dev.tactus.processor.core.read.Reads;
import dev.tactus.processor.core.state.PartitionState;
import dev.tactus.processor.core.timer.ReadyQueue;
import dev.tactus.processor.core.timer.Timer;
import dev.tactus.processor.core.timer.TimerIndex;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** A task's partition as those see it who ask. Once closed it never touches the store again, which is closed after it. */
final class ServedPartition implements OwnedPartition {
    private final int number;
    private final OutcomeGate gate;
    private final Reads reads;
    private final PartitionState state;
    private final TimerIndex timers;
    private final ReadyQueue ready;

    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private volatile boolean closing;
    private boolean closed;
    private volatile boolean caughtUp;
    private volatile long lastTurnNanos = System.nanoTime();

    ServedPartition(
            int number, OutcomeGate gate, Reads reads, PartitionState state, TimerIndex timers, ReadyQueue ready) {
        this.number = number;
        this.gate = gate;
        this.reads = reads;
        this.state = state;
        this.timers = timers;
        this.ready = ready;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public long lastTurnNanos() {
        return lastTurnNanos;
    }

    @Override
    public int armed(Timer.Kind kind) {
        return timers.armed(kind);
    }

    @Override
    public int behind() {
        return ready.size();
    }

    @Override
    public JsonNode answer(Query query) {
        return whileOpen(() -> reads.answer(query, this::mayGoOn));
    }

    @Override
    public CompletableFuture<Map<UUID, Outcome>> outcomes(Collection<UUID> commandIds) {
        return whileOpen(() -> gate.outcomes(commandIds, id -> Outcomes.stored(state, id)));
    }

    void turned() {
        lastTurnNanos = System.nanoTime();
    }

    void nowCaughtUp() {
        caughtUp = true;
    }

    /** Waits for the reads that are under way, which end at their next row. */
    void close() {
        closing = true;
        life.writeLock().lock();
        try {
            closed = true;
        } finally {
            life.writeLock().unlock();
        }
        gate.close();
    }

    private void mayGoOn() {
        if (closing) {
            throw new PartitionUnavailableException(number, "it moves to another processor");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new PartitionUnavailableException(number, "the answer is not awaited any more");
        }
    }

    private <T> T whileOpen(Supplier<T> read) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new PartitionUnavailableException(number, "it moves to another processor");
            }
            return read.get();
        } finally {
            life.readLock().unlock();
        }
    }
}
