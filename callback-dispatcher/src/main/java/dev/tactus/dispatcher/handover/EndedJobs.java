package dev.tactus.dispatcher.handover;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Knows which jobs have ended, so that none of them is launched. */
public interface EndedJobs {
    /**
     * Those of the jobs that have ended, as of this call. To be asked on one thread.
     *
     * @param jobs of the partition
     * @param since none of them can have ended before
     * @throws EndedJobsBehindException when finding out takes too long; to be tried again
     */
    Set<UUID> among(int partition, Instant since, Set<UUID> jobs);
}
