package dev.tactus.processor.core;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What the tasks of a stream thread know of its commits. Under {@code exactly_once_v2} a thread has one producer and
 * commits all its tasks at once, so its own thread is all that a task needs to name. Every method but the constructor is
 * called on the stream thread.
 */
public final class Commits {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanoTime;
    private final ThreadLocal<OfThread> ofThisThread;

    private static final class OfThread {
        private final Set<CommitListener> listeners = new LinkedHashSet<>();
        private boolean awaited;
        private boolean received;
        private long lastNanos;

        OfThread(long now) {
            lastNanos = now;
        }
    }

    /** @param nanoTime as {@link System#nanoTime}; a task's own time stands still while it commits */
    public Commits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.ofThisThread = ThreadLocal.withInitial(() -> new OfThread(nanoTime.getAsLong()));
    }

    public void register(CommitListener listener) {
        ofThisThread.get().listeners.add(listener);
    }

    public void unregister(CommitListener listener) {
        ofThisThread.get().listeners.remove(listener);
    }

    /** Someone waits for the thread's next commit, for what any of its tasks has decided. */
    void await() {
        ofThisThread.get().awaited = true;
    }

    boolean awaited() {
        return ofThisThread.get().awaited;
    }

    /** A record of input came to one of the thread's tasks. */
    void received() {
        ofThisThread.get().received = true;
    }

    /** Whether one came since the last commit. */
    boolean hasReceived() {
        return ofThisThread.get().received;
    }

    /** How many milliseconds are left of this time after the last commit's end, rounded up; 0 or less if it is over. */
    long millisLeftOf(Duration pace) {
        long since = nanoTime.getAsLong() - ofThisThread.get().lastNanos;
        return Math.ceilDiv(pace.toNanos() - since, NANOS_PER_MILLI);
    }

    /** Called after the thread's producer committed a transaction. */
    public void committed() {
        OfThread thread = ofThisThread.get();
        thread.awaited = false;
        thread.received = false;
        thread.lastNanos = nanoTime.getAsLong();
        List.copyOf(thread.listeners).forEach(CommitListener::committed);
    }
}
