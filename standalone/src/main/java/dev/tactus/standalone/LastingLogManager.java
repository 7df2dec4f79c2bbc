package dev.tactus.standalone;

import java.util.logging.LogManager;

/**
 * A log manager that keeps its handlers while the JVM shuts down. The JDK's own resets itself in a shutdown hook of its
 * own, which runs beside ours, and what is said about the shutdown would be lost.
 */
public final class LastingLogManager extends LogManager {
    /** Called by the JVM, by name. */
    public LastingLogManager() {}

    @Override
    public void reset() {
        // Every record is flushed as it is written, so nothing is lost without the JDK's reset.
    }
}
