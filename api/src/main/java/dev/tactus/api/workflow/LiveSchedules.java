package dev.tactus.api.workflow;

import dev.tactus.api.owners.Reads;
import dev.tactus.contracts.query.Query;
import java.time.Instant;

/** The schedules that launch a workflow, enabled and with an instant left. They are in all partitions. */
final class LiveSchedules {
    private final Reads reads;

    LiveSchedules(Reads reads) {
        this.reads = reads;
    }

    long count(String tenant, String workflow) {
        return reads.total(new Query.CountLiveSchedules(tenant, workflow, null));
    }

    /**
     * Waits until all that were created by then are disabled, so that the client's next read shows it.
     *
     * @return false if that takes longer than a read may; it goes on all the same
     */
    boolean awaitNone(String tenant, String workflow, Instant createdBy) {
        return reads.awaitZero(new Query.CountLiveSchedules(tenant, workflow, createdBy));
    }
}
