package dev.tactus.standalone;

import java.time.Duration;
import java.util.function.Consumer;

/** One of the parts that a process runs, as the command line sees it. */
interface Service {
    /** For the log and for messages. */
    String name();

    /** Starts it and returns when it has started, ready or not. */
    void start();

    /**
     * Waits until it does its work.
     *
     * @return false when it does not within the time
     */
    default boolean awaitReady(Duration within) {
        return true;
    }

    /** Calls back with the reason when it gives up by itself, after its start; the process then ends. */
    default void whenItGivesUp(Consumer<Throwable> callback) {}

    /** Stops it; also one that was never started. */
    void close();
}
