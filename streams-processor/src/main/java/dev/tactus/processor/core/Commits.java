package dev.tactus.processor.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells the tasks of a stream thread that its transaction was committed. Under {@code exactly_once_v2} a thread has one
 * producer and commits all its tasks at once, so its own thread is all that a task needs to name.
 */
public final class Commits {
    private final ThreadLocal<Set<CommitListener>> ofThisThread = ThreadLocal.withInitial(LinkedHashSet::new);

    /** Called on the stream thread of the task. */
    public void register(CommitListener listener) {
        ofThisThread.get().add(listener);
    }

    /** Called on the stream thread of the task. */
    public void unregister(CommitListener listener) {
        ofThisThread.get().remove(listener);
    }

    /** Called on the stream thread, after its producer committed a transaction. */
    public void committed() {
        List.copyOf(ofThisThread.get()).forEach(CommitListener::committed);
    }
}
