package dev.tactus.dispatcher.flow;

import java.util.concurrent.TimeUnit;

/** How many tasks of a lane ended lately. Times are those of {@link System#nanoTime}. Not safe for use by several threads. */
final class Pace {
    /** Nothing is known of a lane that is younger. */
    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(500);

    private final long begun;
    private long window;
    private int inWindow;
    private int inWindowBefore;

    Pace(long now) {
        this.begun = now;
        this.window = now;
    }

    void ended(long now) {
        roll(now);
        inWindow++;
    }

    boolean known(long now) {
        return now - begun >= WINDOW;
    }

    /** How many end in a second, as far as can be told from the last half second to whole one. */
    int perSecond(long now) {
        roll(now);
        return 2 * Math.max(inWindow, inWindowBefore);
    }

    private void roll(long now) {
        long windows = (now - window) / WINDOW;
        if (windows > 0) {
            inWindowBefore = windows == 1 ? inWindow : 0;
            inWindow = 0;
            window += windows * WINDOW;
        }
    }
}
