package dev.tactus.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells on stderr what a benchmark does, with the seconds since its start. */
public final class Progress {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintStream out;
    private final boolean silent;
    private final long begin = System.nanoTime();
    private long lastTick = begin;

    private Progress(PrintStream out, boolean silent) {
        this.out = out;
        this.silent = silent;
    }

    public static Progress toStderr(boolean silent) {
        return new Progress(System.err, silent);
    }

    /** Says a line, formatted as {@link String#format}. */
    public void say(String format, Object... arguments) {
        if (!silent) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            out.printf(Locale.ROOT, "[%6.1f s] %s%n", seconds, String.format(Locale.ROOT, format, arguments));
        }
    }

    /** As {@link #say}, but at most once a second: for loops. */
    public void tick(String format, Object... arguments) {
        long now = System.nanoTime();
        if (now - lastTick >= EVERY_NANOS) {
            lastTick = now;
            say(format, arguments);
        }
    }
}
