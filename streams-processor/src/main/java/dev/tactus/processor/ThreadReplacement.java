package dev.tactus.processor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died, up to ten times within ten minutes. More than that is no accident: then the whole
 * processor stops, and whoever supervises it sees that.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    static final int MOST = 10;
    static final Duration WITHIN = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);

    private final Clock clock;
    private final Deque<Instant> replaced = new ArrayDeque<>();

    ThreadReplacement(Clock clock) {
        this.clock = clock;
    }

    /** Called on the thread that dies; several may at once. */
    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        Instant now = clock.instant();
        while (!replaced.isEmpty() && !replaced.peekFirst().isAfter(now.minus(WITHIN))) {
            replaced.removeFirst();
        }
        if (failure instanceof VirtualMachineError) {
            LOG.error("A stream thread died, and this JVM can't be trusted any more. The processor stops.", failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (endedByBroker(failure)) {
            // No fault of this process, and no hot loop: each takes a transaction's time-out. So it is not counted.
            LOG.warn("A stream thread stood still for longer than its transaction may take, and the broker ended that"
                    + " transaction. What it held is done again, here or by another processor; nothing of it was"
                    + " visible. The thread is replaced.");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        if (replaced.size() >= MOST) {
            LOG.error(
                    "A stream thread died again, after {} within {} minutes. The processor stops: restart it when the cause"
                            + " is gone.",
                    MOST,
                    WITHIN.toMinutes(),
                    failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replaced.addLast(now);
        LOG.error("A stream thread died and is replaced; {} of {}.", replaced.size(), MOST, failure);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /**
     * Kafka Streams 4.3.1 knows a producer that was fenced. One whose transaction timed out, with no other in its place
     * yet, is told so by another exception, which it takes for fatal.
     */
    private static boolean endedByBroker(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidTxnStateException) {
                return true;
            }
        }
        return false;
    }
}
