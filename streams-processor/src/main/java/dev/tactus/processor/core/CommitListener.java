package dev.tactus.processor.core;

/** Told on a stream thread, right after a transaction of that thread was committed. */
@FunctionalInterface
public interface CommitListener {
    void committed();
}
