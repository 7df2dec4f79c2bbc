package dev.tactus.processor.core.retention;

import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.RetentionSettings;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.delivery.JobDeliveries;
import dev.tactus.processor.core.delivery.SettledListener;
import dev.tactus.processor.core.state.DeliveryRow;
import dev.tactus.processor.core.state.DeliveryRow.Phase;
import dev.tactus.processor.core.state.JobRow;
import dev.tactus.processor.core.timer.Timer;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes finished jobs and settled deliveries from the state once they are old, or once a schedule has enough newer ones.
 * Each turn is bounded and takes its place among what is due for all tenants. Nothing is said of it on the topics: what
 * happened stays true, and the log keeps it.
 */
public final class Retention implements SettledListener {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final long TOLD_EVERY = Duration.ofMinutes(10).toMillis();

    private final TaskContext task;
    private final int partition;
    private final JobDeliveries deliveries;
    private final ScheduleJobs bySchedule;
    private final AgedRows<JobRow> jobsByAge;
    private final AgedRows<DeliveryRow> deliveriesByAge;

    private long removedJobs;
    private long removedDeliveries;
    private long toldAt;
    private long toldOf;

    public Retention(TaskContext task, int partition, JobDeliveries deliveries) {
        RetentionSettings settings = task.settings().retention();
        this.task = task;
        this.partition = partition;
        this.deliveries = deliveries;
        this.toldAt = task.now();
        this.bySchedule = new ScheduleJobs(task, settings.jobsPerSchedule(), this::removeSettled);
        this.jobsByAge = new AgedRows<>(
                task,
                task.state().endedJobs(),
                Timer.Kind.OLD_JOBS,
                settings.jobs(),
                Retention::endedAt,
                row -> !deliveries.underWay(row),
                (key, row) -> remove(row));
        this.deliveriesByAge = new AgedRows<>(
                task,
                task.state().endedDeliveries(),
                Timer.Kind.OLD_DELIVERIES,
                settings.deliveries(),
                Retention::endedAt,
                row -> true,
                (key, row) -> remove(row));
    }

    /** Arms the timers. */
    public void restore() {
        jobsByAge.restore();
        deliveriesByAge.restore();
    }

    @Override
    public void jobEnded(JobRow job) {
        jobsByAge.ended(job.key(), job);
        if (!deliveries.owed(job)) {
            bySchedule.settled(job);
        }
    }

    @Override
    public void deliverySettled(DeliveryRow delivery) {
        deliveriesByAge.ended(delivery.key(), delivery);
        // Of one that was given up someone may want to hear yet: its job stays until it is old.
        JobRow job = delivery.phase() == Phase.DELIVERED
                ? task.state().endedJobs().get(new EntityKey(delivery.tenant(), delivery.jobId()))
                : null;
        if (job != null && !deliveries.owed(job)) {
            bySchedule.settled(job);
        }
    }

    /** One turn. */
    public void due(Timer timer) {
        switch (timer.kind()) {
            case SCHEDULE_JOBS -> bySchedule.due(timer.key());
            case OLD_JOBS -> jobsByAge.due(timer.tenant());
            case OLD_DELIVERIES -> deliveriesByAge.due(timer.tenant());
            default -> throw new IllegalArgumentException(timer + " is not for what is over");
        }
        tell();
    }

    /** How many finished jobs were removed since this task was opened. */
    public long removedJobs() {
        return removedJobs;
    }

    /** How many settled deliveries were removed since this task was opened. */
    public long removedDeliveries() {
        return removedDeliveries;
    }

    private void removeSettled(EntityKey key) {
        JobRow row = task.state().endedJobs().get(key);
        // A delivery of it may have been driven again meanwhile.
        if (row != null && !deliveries.owed(row)) {
            remove(row);
        }
    }

    private void remove(JobRow row) {
        deliveries.of(row).stream().filter(DeliveryRow::settled).forEach(this::remove);
        bySchedule.forget(row);
        task.state().endedJobs().delete(row.key());
        removedJobs++;
    }

    private void remove(DeliveryRow row) {
        task.state().endedDeliveries().delete(row.key());
        removedDeliveries++;
    }

    private void tell() {
        long now = task.now();
        long removed = removedJobs + removedDeliveries;
        if (removed > toldOf && now - toldAt >= TOLD_EVERY) {
            LOG.info(
                    "partition {} has removed {} finished jobs and {} settled deliveries since it was opened;"
                            + " the log keeps them",
                    partition,
                    removedJobs,
                    removedDeliveries);
            toldAt = now;
            toldOf = removed;
        }
    }

    private static long endedAt(JobRow row) {
        Instant completedAt = row.job().completedAt();
        return (completedAt == null ? row.job().createdAt() : completedAt).toEpochMilli();
    }

    private static long endedAt(DeliveryRow row) {
        return row.last() == null ? row.createdAt() : row.last().endedAt();
    }
}
