package dev.tactus.processor.core.delivery;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When a failed delivery is tried again, as data.
 *
 * @param delays before the second attempt, the third, and so on; after the last one the delivery is dead
 * @param jitter the share of a delay by which it is lengthened or shortened, 0 to 1
 * @param longestRetryAfter a receiver's {@code Retry-After} is honoured up to this
 */
public record RetrySchedule(List<Duration> delays, double jitter, Duration longestRetryAfter) {
    /** The schedule that Standard Webhooks recommends: about 27 hours in eight attempts. */
    public static final RetrySchedule STANDARD = new RetrySchedule(
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(10)),
            0.2,
            Duration.ofHours(24));

    /**
     * Milliseconds from the end of a failed attempt to the next one; empty if there is none.
     *
     * @param attempt that failed, 1 for the first
     * @param seed decides the jitter, so that a decision that is made again after a crash is the same
     * @param retryAfterSeconds what the receiver asked for: it lengthens the delay, never shortens it
     */
    public OptionalLong delayAfter(int attempt, long seed, @Nullable Long retryAfterSeconds) {
        if (attempt > delays.size()) {
            return OptionalLong.empty();
        }
        long delay = delays.get(attempt - 1).toMillis();
        // The top 53 bits of the mixed seed as a fraction of one, then moved to -1..1.
        double fraction = (mix(seed + attempt) >>> 11) * 0x1.0p-53;
        long jittered = Math.round(delay * (1 + jitter * (2 * fraction - 1)));
        long asked = retryAfterSeconds == null ? 0 : Math.min(retryAfterSeconds, longestRetryAfter.toSeconds()) * 1000;
        return OptionalLong.of(Math.max(jittered, asked));
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
