package dev.tactus.processor.core.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.schedule.ScheduleView;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.delivery.DeliveryViews;
import dev.tactus.processor.core.job.PendingJobs;
import dev.tactus.processor.core.schedule.ScheduleViews;
import dev.tactus.processor.core.state.DeliveryRow;
import dev.tactus.processor.core.state.JobRow;
import dev.tactus.processor.core.state.PartitionState;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.processor.core.state.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers queries from a partition's rows. Safe for any platform thread while the task lives. */
public final class Reads {
    private final PartitionState state;
    private final PendingJobs pending;
    private final LongSupplier clock;

    public Reads(PartitionState state, PendingJobs pending, LongSupplier clock) {
        this.state = state;
        this.pending = pending;
        this.clock = clock;
    }

    /** @param mayGoOn called for each row that is looked at; throws when the answer is not awaited any more */
    public JsonNode answer(Query query, Runnable mayGoOn) {
        return switch (query) {
            case Query.GetSchedule get -> Json.tree(schedule(new EntityKey(get.tenant(), get.id())));
            case Query.GetScheduleState get ->
                Json.tree(state.definitions().get(new EntityKey(get.tenant(), get.id())));
            case Query.ListSchedules list -> schedules(list, mayGoOn);
            case Query.CountLiveSchedules count -> Json.tree(live(count, mayGoOn));
            case Query.GetJob get -> Json.tree(job(new EntityKey(get.tenant(), get.id())));
            case Query.ListJobs list -> jobs(list, mayGoOn);
            case Query.ListDeliveries list -> deliveries(list, mayGoOn);
        };
    }

    private @Nullable ScheduleView schedule(EntityKey key) {
        ScheduleState definition = state.definitions().get(key);
        return definition == null ? null : view(key, definition);
    }

    private @Nullable ScheduleView view(EntityKey key, ScheduleState definition) {
        ScheduleProgress progress = state.progress().get(key);
        return progress == null ? null : ScheduleViews.of(definition, progress, clock.getAsLong());
    }

    private ArrayNode schedules(Query.ListSchedules query, Runnable mayGoOn) {
        ArrayNode found = Json.mapper().createArrayNode();
        state.definitions().newestFirst(query.tenant(), text(query.before()), (key, definition) -> {
            mayGoOn.run();
            if (matches(query, definition)) {
                ScheduleView view = view(EntityKey.parse(key), definition);
                if (view != null) {
                    found.add(Json.tree(view));
                }
            }
            return found.size() < query.limit();
        });
        return found;
    }

    private long live(Query.CountLiveSchedules query, Runnable mayGoOn) {
        long[] count = {0};
        state.definitions().newestFirst(query.tenant(), null, (key, found) -> {
            mayGoOn.run();
            ScheduleDefinition definition = found.definition();
            Instant createdBy = query.createdBy();
            if (definition.enabled()
                    && definition.workflow().equals(query.workflow())
                    && (createdBy == null || !found.knownSince().isAfter(createdBy))) {
                ScheduleProgress progress = state.progress().get(key);
                count[0] += progress != null && progress.live() ? 1 : 0;
            }
            return true;
        });
        return count[0];
    }

    private static boolean matches(Query.ListSchedules query, ScheduleState state) {
        Boolean enabled = query.enabled();
        String workflow = query.workflow();
        return (enabled == null || enabled == state.definition().enabled())
                && (workflow == null || workflow.equals(state.definition().workflow()))
                && state.definition()
                        .labels()
                        .entrySet()
                        .containsAll(query.labels().entrySet());
    }

    private @Nullable Job job(EntityKey key) {
        JobRow row = state.openJobs().get(key);
        if (row == null) {
            row = pending.find(key);
        }
        if (row == null) {
            row = state.endedJobs().get(key);
        }
        // It may have moved from one table to the next while they were read.
        if (row == null) {
            row = state.openJobs().get(key);
        }
        return row == null ? null : row.job();
    }

    private ArrayNode jobs(Query.ListJobs query, Runnable mayGoOn) {
        String before = text(query.before());
        // In the order in which a job moves from one to the next, so that none is missed that moves meanwhile;
        // one that is seen twice counts as it was seen last.
        Map<UUID, Job> found = new HashMap<>();
        pending(query, mayGoOn).forEach(job -> found.put(job.jobId(), job));
        stored(state.openJobs(), query, before, mayGoOn).forEach(job -> found.put(job.jobId(), job));
        stored(state.endedJobs(), query, before, mayGoOn).forEach(job -> found.put(job.jobId(), job));
        ArrayNode answer = Json.mapper().createArrayNode();
        found.values().stream()
                .sorted(Comparator.comparing((Job job) -> job.jobId().toString())
                        .reversed())
                .limit(query.limit())
                .forEach(job -> answer.add(Json.tree(job)));
        return answer;
    }

    private List<Job> pending(Query.ListJobs query, Runnable mayGoOn) {
        List<Job> found = new ArrayList<>();
        if (query.status() != null && query.status() != JobStatus.QUEUED) {
            return found;
        }
        Queue<EntityKey> newest = pending.newestFirst(query.tenant(), query.before());
        for (EntityKey key = newest.poll(); key != null; key = newest.poll()) {
            mayGoOn.run();
            JobRow row = pending.find(key);
            if (row != null && matches(query, row.job())) {
                found.add(row.job());
                if (found.size() == query.limit()) {
                    break;
                }
            }
        }
        return found;
    }

    private static List<Job> stored(
            Table<JobRow> table, Query.ListJobs query, @Nullable String before, Runnable mayGoOn) {
        List<Job> found = new ArrayList<>();
        table.newestFirst(query.tenant(), before, (key, row) -> {
            mayGoOn.run();
            if (matches(query, row.job())) {
                found.add(row.job());
            }
            return found.size() < query.limit();
        });
        return found;
    }

    private static boolean matches(Query.ListJobs query, Job job) {
        String workflow = query.workflow();
        UUID schedule = query.scheduleId();
        return (query.status() == null || query.status() == job.status())
                && (workflow == null || workflow.equals(job.workflow()))
                && (schedule == null || schedule.equals(job.scheduleId()));
    }

    private ArrayNode deliveries(Query.ListDeliveries query, Runnable mayGoOn) {
        // By id: one may have moved from one table to the other while they were read.
        NavigableMap<String, DeliveryRow> found = new TreeMap<>(Comparator.reverseOrder());
        collect(state.openDeliveries(), query, mayGoOn, found);
        collect(state.endedDeliveries(), query, mayGoOn, found);
        ArrayNode answer = Json.mapper().createArrayNode();
        found.values().stream().limit(query.limit()).forEach(row -> answer.add(Json.tree(DeliveryViews.of(row))));
        return answer;
    }

    private static void collect(
            Table<DeliveryRow> table,
            Query.ListDeliveries query,
            Runnable mayGoOn,
            NavigableMap<String, DeliveryRow> into) {
        int[] taken = {0};
        table.newestFirst(query.tenant(), text(query.before()), (key, row) -> {
            mayGoOn.run();
            if (matches(query, row)) {
                into.put(key, row);
                taken[0]++;
            }
            return taken[0] < query.limit();
        });
    }

    private static boolean matches(Query.ListDeliveries query, DeliveryRow row) {
        UUID job = query.jobId();
        UUID webhook = query.webhookEndpointId();
        return (job == null || job.equals(row.jobId()))
                && (webhook == null || webhook.equals(row.webhookId()))
                && (query.outcome() == null || query.outcome() == DeliveryViews.outcome(row));
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
