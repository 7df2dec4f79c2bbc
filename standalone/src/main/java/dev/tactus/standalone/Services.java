package dev.tactus.standalone;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts that run in this process. They stop in the reverse order of their start, on SIGTERM and SIGINT too, and the
 * process ends within {@value #STOP_SECONDS} s whatever they do.
 */
final class Services implements AutoCloseable {
    static final int STOP_SECONDS = 9;

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    /** The end of this process, once it has come, and why. */
    private static final class End {
        private final CountDownLatch come = new CountDownLatch(1);
        private volatile @Nullable Throwable reason;

        void gaveUp(Throwable failure) {
            reason = failure;
            come.countDown();
        }

        void stopped() {
            come.countDown();
        }

        void await() throws InterruptedException {
            come.await();
        }
    }

    private final Deque<Service> running = new ArrayDeque<>();
    private final End ended = new End();
    private boolean closing;

    /** Stops everything when the JVM is asked to end. */
    void closeAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeInTime, "stop-services"));
    }

    /** Starts a part and keeps it until the end. */
    void start(Service service) {
        long begin = System.nanoTime();
        synchronized (this) {
            if (closing) {
                return;
            }
            running.push(service);
        }
        service.start();
        service.whenItGivesUp(ended::gaveUp);
        LOG.info("Started {} in {} ms", service.name(), millisSince(begin));
    }

    /** Waits for a signal, or for a part to give up. */
    void awaitEnd() throws InterruptedException {
        ended.await();
        Throwable failure = ended.reason;
        if (failure != null) {
            throw new StartFailure("stopped: " + failure.getMessage(), failure);
        }
    }

    private void closeInTime() {
        Thread closer = new Thread(this::close, "stop-services-in-order");
        closer.setDaemon(true);
        closer.start();
        try {
            if (!closer.join(Duration.ofSeconds(STOP_SECONDS))) {
                LOG.warn("Not everything stopped within {} s; ending all the same", STOP_SECONDS);
                // A hook of somebody else may hang as well, and no second signal would help then.
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Deque<Service> stopping;
        synchronized (this) {
            closing = true;
            stopping = new ArrayDeque<>(running);
            running.clear();
        }
        for (Service service : stopping) {
            long begin = System.nanoTime();
            try {
                service.close();
                LOG.info("Stopped {} in {} ms", service.name(), millisSince(begin));
            } catch (RuntimeException e) {
                LOG.warn("Stopping {} failed", service.name(), e);
            }
        }
        ended.stopped();
    }

    private static long millisSince(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }
}
