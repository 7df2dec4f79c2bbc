package dev.tactus.processor.core.retention;

import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.JobRow;
import dev.tactus.processor.core.state.SettledJob;
import dev.tactus.processor.core.timer.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Of each schedule's finished jobs keeps the newest. An index by schedule has those that may go; a job comes into it once
 * everyone was told of its end. It is cut when some more than are kept have come, so each look at it does the work of several.
 */
final class ScheduleJobs {
    /** The most jobs that one turn removes. */
    static final int REMOVED = 100;

    private static final int SCHEDULES = 50_000;

    private final TaskContext task;
    private final int kept;
    /** So many more may come before the index is cut. */
    private final int slack;

    private final Consumer<EntityKey> remove;
    private final Map<EntityKey, Tail> tails = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EntityKey, Tail> eldest) {
            return size() > SCHEDULES;
        }
    };

    /**
     * What is known of a schedule's index.
     *
     * @param came since it was cut
     * @param mark there is no row of an older job; empty if that is not known
     */
    private record Tail(int came, String mark) {}

    /** @param remove is told a job that may go; it may decide otherwise, then the job comes again when it is settled anew */
    ScheduleJobs(TaskContext task, int kept, Consumer<EntityKey> remove) {
        this.task = task;
        this.kept = kept;
        this.slack = Math.max(1, kept / 10);
        this.remove = remove;
    }

    /** Nobody has to be told of this job's end any more. */
    void settled(JobRow row) {
        EntityKey schedule = schedule(row);
        Instant endedAt = row.job().completedAt();
        if (schedule == null || endedAt == null) {
            return;
        }
        UUID job = row.job().jobId();
        task.state().settledJobs().put(schedule + "/" + job, new SettledJob(endedAt.toEpochMilli()));
        // After a start nobody knows how many there are.
        Tail before = tails.getOrDefault(schedule, new Tail(slack, ""));
        String mark = before.mark().compareTo(job.toString()) < 0 ? before.mark() : job.toString();
        tails.put(schedule, new Tail(before.came() + 1, mark));
        if (before.came() + 1 >= slack) {
            task.timers().set(new Timer(Timer.Kind.SCHEDULE_JOBS, schedule), task.now());
        }
    }

    /** The job is gone, or owes again. */
    void forget(JobRow row) {
        EntityKey schedule = schedule(row);
        if (schedule != null) {
            task.state().settledJobs().delete(schedule + "/" + row.job().jobId());
        }
    }

    /** One turn for a schedule. */
    void due(EntityKey schedule) {
        Tail tail = tails.getOrDefault(schedule, new Tail(0, ""));
        List<String> seen = new ArrayList<>();
        task.state().settledJobs().newestFirst(schedule.toString(), tail.mark(), null, (key, row) -> {
            seen.add(key.substring(key.lastIndexOf('/') + 1));
            return seen.size() < kept + REMOVED;
        });
        if (seen.size() > kept) {
            seen.subList(kept, seen.size()).forEach(job -> {
                task.state().settledJobs().delete(schedule + "/" + job);
                remove.accept(new EntityKey(schedule.tenant(), UUID.fromString(job)));
            });
        }
        if (seen.size() == kept + REMOVED) {
            task.timers().set(new Timer(Timer.Kind.SCHEDULE_JOBS, schedule), task.now());
        } else {
            String oldest = seen.isEmpty() ? "" : seen.get(Math.min(seen.size(), kept) - 1);
            tails.put(schedule, new Tail(0, oldest));
        }
    }

    private static @Nullable EntityKey schedule(JobRow row) {
        Job job = row.job();
        UUID schedule = job.scheduleId();
        return schedule == null ? null : new EntityKey(job.tenant(), schedule);
    }
}
