package dev.tactus.processor.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the tasks of a stream thread know of its commits. Under {@code exactly_once_v2} a thread has one producer and
 * commits all its tasks at once, so its own thread is all that a task needs to name. Every method but the constructor is
 * called on the stream thread.
 */
public final class Commits {
    private final ThreadLocal<OfThread> ofThisThread = ThreadLocal.withInitial(OfThread::new);

    private static final class OfThread {
        private final Set<CommitListener> listeners = new LinkedHashSet<>();
        private boolean awaited;
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

    /** Called after the thread's producer committed a transaction. */
    public void committed() {
        OfThread thread = ofThisThread.get();
        thread.awaited = false;
        List.copyOf(thread.listeners).forEach(CommitListener::committed);
    }
}
