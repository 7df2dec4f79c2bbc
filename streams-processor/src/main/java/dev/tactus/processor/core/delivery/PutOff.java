package dev.tactus.processor.core.delivery;

import dev.tactus.contracts.delivery.DeliveryReport.Cause;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * When an attempt that a dispatcher did not make is handed out again. The longer it has been put off the longer it is put off
 * once more, so that a host with a hundred thousand deliveries costs little while it answers none; and never longer than a
 * quarter of an hour, so that a host that is back gets them.
 *
 * <p>While a host does not answer, an attempt keeps its place in the retry schedule for as long as the pause after it lasts.
 * Then it is missed and the next one is due, as if it had been made: so all of it ends when the schedule ends.
 */
sealed interface PutOff {
    /** Not counted: the same attempt again. */
    record Again(long at) implements PutOff {}

    /** The next attempt, at its time. */
    record Missed(long nextAt) implements PutOff {}

    long LONGEST = Duration.ofMinutes(15).toMillis();
    /** An outage that is shorter costs no attempt. */
    long LEAST_PATIENCE = Duration.ofMinutes(5).toMillis();

    /**
     * All times are in milliseconds, instants since the epoch.
     *
     * @param since when the attempt was put off first; {@code now} if that is now
     * @param asked for how long the dispatcher asks to put it off
     * @param pause from the attempt to the next, had it failed; empty if it is the last one
     */
    static PutOff of(Cause cause, long since, long now, long asked, OptionalLong pause) {
        long soFar = now - since;
        long wait = Math.min(
                LONGEST,
                Math.max(
                        asked,
                        switch (cause) {
                            // The host works it off: who waits longest must not come back last.
                            case BUSY -> soFar / 4;
                            case SILENT -> soFar;
                        }));
        if (cause == Cause.BUSY || pause.isEmpty()) {
            return new Again(now + wait);
        }
        long end = since + Math.max(pause.getAsLong(), LEAST_PATIENCE);
        return now + wait <= end ? new Again(now + wait) : new Missed(Math.max(end, now + asked));
    }
}
