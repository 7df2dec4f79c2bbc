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
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final LongSupplier nanoTime;
    private final ThreadLocal<OfThread> ofThisThread;

    private static final class OfThread {
        private final Set<CommitListener> listeners = new LinkedHashSet<>();
        private boolean awaited;
        private boolean received;
        private boolean failed;
        /** Of the thread's transactions, committed or not, that which is open or comes next. */
        private long transaction;

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

    /** How many milliseconds are left of this time after the last commit's end, rounded up; 0 or less if it is over. */
    long millisLeftOf(Duration pace) {
        return millisLeftOf(pace.toNanos());
    }

    /**
     * The same of this time, or of the time that the last commit took if that is longer and nobody waits for the next. A
     * thread does nothing else while it commits, and on a busy machine a commit takes 30 ms: it is not to spend more than
     * half of its time so.
     */
    long millisLeftOfPause(Duration shortest) {
        OfThread thread = ofThisThread.get();
        long took = thread.awaited ? 0 : Math.min(thread.tookNanos, LONGEST_PAUSE.toNanos());
        return millisLeftOf(Math.max(shortest.toNanos(), took));
    }

    private long millisLeftOf(long nanos) {
        return Math.ceilDiv(nanos - (nanoTime.getAsLong() - ofThisThread.get().lastNanos), NANOS_PER_MILLI);
    }

    /** Called when the thread's producer could not commit, or can't tell whether it has, or aborts. */
    public void failed() {
        ofThisThread.get().failed = true;
    }

    /** Called when the thread begins anew, with a new producer: by then all its tasks of before are closed. */
    public void begun() {
        OfThread thread = ofThisThread.get();
        thread.failed = false;
        thread.transaction++;
    }

    /** Whether the thread has to begin anew before it may commit again. */
    public boolean haveFailed() {
        return ofThisThread.get().failed;
    }

    /** The number of the thread's transaction: of what is written now. From 0 up. */
    long transaction() {
        return ofThisThread.get().transaction;
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
        thread.transaction++;
        thread.lastNanos = nanoTime.getAsLong();
        List.copyOf(thread.listeners).forEach(CommitListener::committed);
    }
}
