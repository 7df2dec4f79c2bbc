package dev.tactus.contracts.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a dispatcher or a worker says of a job, the value of {@code job-reports}; the record's key is the job's. A report
 * is an input: the processor decides what becomes true.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobReport.Running.class, name = "running"),
    @JsonSubTypes.Type(value = JobReport.Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = JobReport.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = JobReport.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = JobReport.Failed.class, name = "failed"),
})
public sealed interface JobReport {
    String tenant();

    UUID jobId();

    /** The attempt it speaks of; null from a worker that reports over HTTP without naming one. */
    @Nullable
    Integer attempt();

    /** A dispatcher has taken the job over and is about to launch it; begins the lease. */
    record Running(
            String tenant,
            UUID jobId,
            Integer attempt,
            @Nullable UUID workflowId,
            @Nullable UUID deploymentId,
            @Nullable Integer deploymentVersion,
            String dispatcher)
            implements JobReport {}

    /** The launch is still under way; renews the lease. From a worker over HTTP: the job still runs. */
    record Heartbeat(String tenant, UUID jobId, @Nullable Integer attempt) implements JobReport {}

    /** The runner took the job (202) and will report on its own; ends the lease, the deadline remains. */
    record Accepted(String tenant, UUID jobId, Integer attempt) implements JobReport {}

    record Completed(String tenant, UUID jobId, @Nullable Integer attempt, JsonNode result) implements JobReport {}

    /** @param retryable false when another attempt can't help, as with an unknown workflow */
    record Failed(
            String tenant,
            UUID jobId,
            @Nullable Integer attempt,
            String error,
            @Nullable JsonNode mappedStack,
            boolean retryable)
            implements JobReport {}
}
