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

    /** A commit that took longer met a fault, and says nothing of how busy the machine is. */
    private static final Duration LONGEST_PACE = Duration.ofMillis(50);

    private final LongSupplier nanoTime;
    private final ThreadLocal<OfThread> ofThisThread;

    private static final class OfThread {
        private final Set<CommitListener> listeners = new LinkedHashSet<>();
        private boolean awaited;
        private boolean received;
        private long lastNanos;
        private long tookNanos;

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

    /**
     * How many milliseconds are left until the next commit should be asked for, rounded up; 0 or less if it is time. A
     * thread does nothing else while it commits, and a commit takes 50 ms on a machine that is busy: it does not spend
     * more than half of its time so.
     *
     * @param pace the least time from a commit's end to the next request
     */
    long millisLeftOf(Duration pace) {
        OfThread thread = ofThisThread.get();
        long least = Math.max(pace.toNanos(), Math.min(thread.tookNanos, LONGEST_PACE.toNanos()));
        return Math.ceilDiv(least - (nanoTime.getAsLong() - thread.lastNanos), NANOS_PER_MILLI);
    }

    /**
     * Called after the thread's producer committed a transaction.
     *
     * @param took for how long the thread waited for it
     */
    public void committed(Duration took) {
        OfThread thread = ofThisThread.get();
        thread.tookNanos = took.toNanos();
        thread.awaited = false;
        thread.received = false;
        thread.lastNanos = nanoTime.getAsLong();
        List.copyOf(thread.listeners).forEach(CommitListener::committed);
    }
}
