package dev.tactus.contracts.query;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tactus.contracts.delivery.DeliveryOutcome;
import dev.tactus.contracts.job.JobStatus;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A read of one partition's state. Each says what its answer is; a JSON null means that there is no such thing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Query.GetSchedule.class, name = "get_schedule"),
    @JsonSubTypes.Type(value = Query.GetScheduleState.class, name = "get_schedule_state"),
    @JsonSubTypes.Type(value = Query.ListSchedules.class, name = "list_schedules"),
    @JsonSubTypes.Type(value = Query.CountLiveSchedules.class, name = "count_live_schedules"),
    @JsonSubTypes.Type(value = Query.GetJob.class, name = "get_job"),
    @JsonSubTypes.Type(value = Query.ListJobs.class, name = "list_jobs"),
    @JsonSubTypes.Type(value = Query.ListDeliveries.class, name = "list_deliveries"),
})
public sealed interface Query {
    /** Answered by a {@code ScheduleView}. */
    record GetSchedule(String tenant, UUID id) implements Query {}

    /** Answered by a {@code ScheduleState}, which holds ciphertexts: for merging an update, never for a client. */
    record GetScheduleState(String tenant, UUID id) implements Query {}

    /**
     * Answered by an array of {@code ScheduleView}, newest first.
     *
     * @param before only ids older than this one; null for the newest
     * @param limit the most that are answered
     */
    record ListSchedules(
            String tenant,
            @Nullable Boolean enabled,
            @Nullable String workflow,
            Map<String, String> labels,
            @Nullable UUID before,
            int limit)
            implements Query {}

    /**
     * Answered by a number: the schedules of a workflow that are enabled and have an instant left.
     *
     * @param createdBy only those that were created then or before; null for all
     */
    record CountLiveSchedules(
            String tenant, String workflow, @Nullable Instant createdBy) implements Query {}

    /** Answered by a {@code Job}. */
    record GetJob(String tenant, UUID id) implements Query {}

    /** Answered by an array of {@code Job}, newest first. */
    record ListJobs(
            String tenant,
            @Nullable JobStatus status,
            @Nullable String workflow,
            @Nullable UUID scheduleId,
            @Nullable UUID before,
            int limit)
            implements Query {}

    /** Answered by an array of {@code DeliveryView}, newest first. */
    record ListDeliveries(
            String tenant,
            @Nullable UUID jobId,
            @Nullable UUID webhookEndpointId,
            @Nullable DeliveryOutcome outcome,
            @Nullable UUID before,
            int limit)
            implements Query {}
}
