package dev.tactus.standalone;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Lets a record through, and then none for a while: for what is said again and again as long as it is so. */
final class Seldom implements Filter {
    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private @Nullable Long last;

    Seldom(Duration pause, LongSupplier nanoTime) {
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized boolean isLoggable(LogRecord logged) {
        long now = nanoTime.getAsLong();
        Long before = last;
        if (before != null && now - before < pauseNanos) {
            return false;
        }
        last = now;
        return true;
    }
}
