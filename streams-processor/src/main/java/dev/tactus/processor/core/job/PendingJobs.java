package dev.tactus.processor.core.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.state.JobRow;
import dev.tactus.processor.core.state.PartitionState;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.processor.core.state.ScheduleProgress.OpenJob;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that were fired and have no row of their own yet, so that a fire costs one write: their schedule's definition and
 * progress say all about them. This index finds the schedule; it is derived, lives in memory, and may be read from any
 * thread.
 */
public final class PendingJobs {
    private final PartitionState state;
    /** By the job's id; the tenant is its schedule's. */
    private final ConcurrentMap<UUID, EntityKey> scheduleByJob = new ConcurrentHashMap<>();

    public PendingJobs(PartitionState state) {
        this.state = state;
    }

    public void add(EntityKey schedule, OpenJob job) {
        scheduleByJob.put(job.id(), schedule);
    }

    public void remove(EntityKey job) {
        if (scheduleOf(job) != null) {
            scheduleByJob.remove(job.id());
        }
    }

    public @Nullable EntityKey scheduleOf(EntityKey job) {
        EntityKey schedule = scheduleByJob.get(job.id());
        return schedule != null && schedule.tenant().equals(job.tenant()) ? schedule : null;
    }

    /**
     * Keys of a tenant's pending jobs; the head is the newest. They are sorted when someone lists them and not when they
     * are added: a sorted map was a sixth of what a herd of fires cost.
     *
     * @param before only ids below this one; null for all
     */
    public Queue<EntityKey> newestFirst(String tenant, @Nullable UUID before) {
        Queue<EntityKey> found = new PriorityQueue<>(Comparator.reverseOrder());
        EntityKey end = before == null ? null : new EntityKey(tenant, before);
        scheduleByJob.forEach((id, schedule) -> {
            if (schedule.tenant().equals(tenant)) {
                EntityKey job = new EntityKey(schedule.tenant(), id);
                if (end == null || job.compareTo(end) < 0) {
                    found.add(job);
                }
            }
        });
        return found;
    }

    /** The row that a pending job would have; null if it is not pending. */
    public @Nullable JobRow find(EntityKey job) {
        EntityKey schedule = scheduleOf(job);
        if (schedule == null) {
            return null;
        }
        ScheduleState definition = state.definitions().get(schedule);
        ScheduleProgress progress = state.progress().get(schedule);
        if (definition == null || progress == null) {
            return null;
        }
        for (OpenJob open : progress.open()) {
            if (open.id().equals(job.id()) && !open.row()) {
                return row(
                        definition.definition(), open, definition.definition().params());
            }
        }
        return null;
    }

    /** The row of a job that was fired and that nobody has reported on. */
    public static JobRow row(ScheduleDefinition definition, OpenJob open, ObjectNode params) {
        Job job = new Job(
                open.id(),
                definition.tenant(),
                definition.workflow(),
                null,
                null,
                null,
                JobStatus.QUEUED,
                params,
                definition.timeoutSeconds(),
                null,
                null,
                null,
                definition.id(),
                Instant.ofEpochMilli(open.scheduledAt()),
                null,
                1,
                Instant.ofEpochMilli(open.firedAt()),
                null,
                null);
        return new JobRow(job, callback(definition), definition.skipCallbacks(), definition.retry(), null, null, null);
    }

    private static JobRow.@Nullable Callback callback(ScheduleDefinition definition) {
        String url = definition.callbackUrl();
        String secret = definition.callbackSecret();
        return url == null || secret == null ? null : new JobRow.Callback(url, secret, definition.secretContext());
    }
}
