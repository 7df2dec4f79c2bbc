package dev.tactus.dispatcher.report;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps alive the leases of all that was taken over and has not ended, whether it runs or waits for its turn. One timer
 * renews all of them.
 */
public final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final long intervalNanos;
    private final Set<Lease> held = ConcurrentHashMap.newKeySet();

    /** @param interval how long after one renewal the next one is due */
    public Leases(Duration interval) {
        this.intervalNanos = interval.toNanos();
    }

    /** Renews what is due, some ten times per interval, so that the load is spread. */
    public void start(ScheduledExecutorService timer) {
        var unused = timer.scheduleWithFixedDelay(
                () -> renewDue(System.nanoTime()), intervalNanos / 10, intervalNanos / 10, TimeUnit.NANOSECONDS);
    }

    /** @param renew is called on the timer's thread and must not block for long */
    public Lease hold(Runnable renew) {
        Lease lease = new Lease(renew, System.nanoTime());
        held.add(lease);
        return lease;
    }

    public int count() {
        return held.size();
    }

    void renewDue(long now) {
        for (Lease lease : held) {
            if (now - lease.renewedAt < intervalNanos) {
                continue;
            }
            lease.renewedAt = now;
            try {
                lease.renew.run();
            } catch (RuntimeException e) {
                // The timer must go on for the others.
                LOG.warn("a lease was not renewed, the next try is in {} ms", intervalNanos / 1_000_000, e);
            }
        }
    }

    /** Renewed until it is closed. */
    public final class Lease implements AutoCloseable {
        private final Runnable renew;
        private volatile long renewedAt;

        private Lease(Runnable renew, long now) {
            this.renew = renew;
            this.renewedAt = now;
        }

        @Override
        public void close() {
            held.remove(this);
        }
    }
}
