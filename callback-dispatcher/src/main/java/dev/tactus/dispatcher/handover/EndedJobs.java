package dev.tactus.dispatcher.handover;

import java.time.Instant;
import java.util.UUID;

/** Knows which jobs have ended, so that none of them is launched. */
public interface EndedJobs {
    boolean contains(UUID jobId);

    /**
     * Makes sure that every job of the partition that ended at {@code since} or later, up to this call, is known.
     *
     * @throws EndedJobsBehindException when that takes too long; to be tried again
     */
    void cover(int partition, Instant since);
}
