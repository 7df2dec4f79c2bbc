package dev.tactus.processor.core.delivery;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.DeliveryRow;
import dev.tactus.processor.core.state.DeliveryRow.Phase;
import dev.tactus.processor.core.state.JobRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Finds the deliveries of a job without an index: their ids follow from the job and from who is told of it. */
public final class JobDeliveries {
    private final TaskContext task;
    private final Endpoints endpoints;

    public JobDeliveries(TaskContext task, Endpoints endpoints) {
        this.task = task;
        this.endpoints = endpoints;
    }

    /**
     * The id of the delivery of a job's end.
     *
     * @param receiver the URL of the job's own callback, or the stored webhook's id
     * @param endedAt epoch milliseconds
     */
    static UUID id(Job job, String receiver, long endedAt) {
        return Ids.derived(
                endedAt,
                Ids.slot(job.jobId()),
                job.tenant(),
                job.jobId().toString(),
                DeliveryBodies.eventType(job),
                receiver);
    }

    /** Those that are kept, settled or not; one to a webhook that was deleted meanwhile is not found. */
    public List<DeliveryRow> of(JobRow row) {
        List<DeliveryRow> found = new ArrayList<>();
        Job job = row.job();
        Instant endedAt = job.completedAt();
        if (row.skipCallbacks() || job.status() == JobStatus.CANCELLED || endedAt == null) {
            return found;
        }
        JobRow.Callback callback = row.callback();
        if (callback != null) {
            add(id(job, callback.url(), endedAt.toEpochMilli()), job, found);
            return found;
        }
        for (Webhook endpoint : endpoints.of(job.tenant())) {
            add(id(job, endpoint.id().toString(), endedAt.toEpochMilli()), job, found);
        }
        return found;
    }

    /** Whether someone still has to be told of the job's end, now or when it is asked for. */
    public boolean owed(JobRow row) {
        return of(row).stream().anyMatch(delivery -> delivery.phase() != Phase.DELIVERED);
    }

    /** Whether someone is still being told. */
    public boolean underWay(JobRow row) {
        return of(row).stream().anyMatch(delivery -> !delivery.settled());
    }

    private void add(UUID id, Job job, List<DeliveryRow> into) {
        EntityKey key = new EntityKey(job.tenant(), id);
        DeliveryRow open = task.state().openDeliveries().get(key);
        DeliveryRow row = open == null ? task.state().endedDeliveries().get(key) : open;
        if (row != null) {
            into.add(row);
        }
    }
}
