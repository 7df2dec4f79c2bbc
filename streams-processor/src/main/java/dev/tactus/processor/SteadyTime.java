package dev.tactus.processor;

import dev.tactus.processor.core.WallClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;

/**
 * The time that Kafka Streams counts by. It begins as the wall clock's and then runs on whatever becomes of that: by the
 * wall clock itself, a punctuation that is due in half a second comes an hour late when the clock is set back an hour.
 */
final class SteadyTime implements Time, WallClock {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Clock wall;
    private final LongSupplier nanoTime;
    private final Instant begin;
    private final long beginNanos;

    SteadyTime(Clock wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        Instant now = wall.instant();
        this.begin = now.truncatedTo(ChronoUnit.MILLIS);
        this.beginNanos = nanoTime.getAsLong() - Duration.between(begin, now).toNanos();
    }

    @Override
    public long milliseconds() {
        return begin.toEpochMilli() + sinceBegin() / NANOS_PER_MILLI;
    }

    @Override
    public long nanoseconds() {
        return nanoTime.getAsLong();
    }

    /** Rounded down: an instant is not taken for due before it is. */
    @Override
    public long aheadMillis() {
        long wallNanos = Duration.between(begin, wall.instant()).toNanos();
        return Math.floorDiv(wallNanos - sinceBegin(), NANOS_PER_MILLI);
    }

    @Override
    public void sleep(long ms) {
        Time.SYSTEM.sleep(ms);
    }

    @Override
    public void waitObject(Object obj, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException {
        synchronized (obj) {
            while (!condition.get()) {
                long left = deadlineMs - milliseconds();
                if (left <= 0) {
                    throw new TimeoutException("Condition not satisfied before deadline");
                }
                obj.wait(left);
            }
        }
    }

    private long sinceBegin() {
        return nanoTime.getAsLong() - beginNanos;
    }
}
