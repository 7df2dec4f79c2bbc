package dev.tactus.dispatcher.handover;

import java.time.Duration;

/** It can't be said yet which jobs have ended. Try again. */
public final class EndedJobsBehindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EndedJobsBehindException(int partition, Duration waited) {
        super("the job events of partition " + partition + " were not read to their end within " + waited.toMillis()
                + " ms");
    }
}
