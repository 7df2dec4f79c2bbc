package dev.tactus.dispatcher.flow;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells a host's speed from its calls. Of those of which anything is known, the one that began last says it: a call that
 * ended, or one that has taken too long already. Times are those of {@link System#nanoTime}. Not safe for use by several
 * threads.
 */
final class Speedometer {
    /** A call that takes so long is slow. */
    private static final long SLOW = TimeUnit.SECONDS.toNanos(1);

    /** Those that began first stand first. */
    private final Set<Call> running = new LinkedHashSet<>();

    private Speed known;
    private long knownBegun;

    /** @param known what was known of the host before */
    Speedometer(Speed known, long now) {
        this.known = known;
        this.knownBegun = now;
    }

    /** A call under way. */
    static final class Call {
        private final long begun;

        private Call(long begun) {
            this.begun = begun;
        }
    }

    Call began(long now) {
        Call call = new Call(now);
        running.add(call);
        return call;
    }

    /** @param called whether the host was called at all: if not, nothing is learnt */
    void ended(Call call, long now, boolean called) {
        running.remove(call);
        if (called) {
            learn(call, now - call.begun < SLOW ? Speed.QUICK : Speed.SLOW);
        }
    }

    Speed speed(long now) {
        for (Call call : running) {
            if (now - call.begun < SLOW) {
                break;
            }
            learn(call, Speed.SLOW);
        }
        return known;
    }

    private void learn(Call call, Speed speed) {
        if (call.begun - knownBegun >= 0) {
            known = speed;
            knownBegun = call.begun;
        }
    }
}
