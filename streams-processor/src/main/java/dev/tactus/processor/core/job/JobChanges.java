package dev.tactus.processor.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.job.JobStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The steps of a job's life, each a pure function from a job to the next. */
final class JobChanges {
    private JobChanges() {}

    static Job running(Job job, JobReport.Running report, Instant at) {
        Instant started = job.startedAt();
        return new Job(
                job.jobId(),
                job.tenant(),
                job.workflow(),
                report.workflowId() == null ? job.workflowId() : report.workflowId(),
                report.deploymentId() == null ? job.deploymentId() : report.deploymentId(),
                report.deploymentVersion() == null ? job.deploymentVersion() : report.deploymentVersion(),
                JobStatus.RUNNING,
                job.params(),
                job.timeoutSeconds(),
                null,
                null,
                null,
                job.scheduleId(),
                job.scheduledAt(),
                job.nonce(),
                job.attempt(),
                job.createdAt(),
                started == null ? at : started,
                null);
    }

    /** Back in the queue for the next attempt. */
    static Job queuedAgain(Job job) {
        return changed(job, JobStatus.QUEUED, job.attempt() + 1, null, job.error(), null, null);
    }

    static Job completed(Job job, JsonNode result, Instant at) {
        return changed(job, JobStatus.COMPLETED, job.attempt(), result, null, null, at);
    }

    static Job failed(Job job, String error, @Nullable JsonNode mappedStack, Instant at) {
        return changed(job, JobStatus.FAILED, job.attempt(), null, error, mappedStack, at);
    }

    static Job cancelled(Job job, Instant at) {
        return changed(job, JobStatus.CANCELLED, job.attempt(), null, null, null, at);
    }

    private static Job changed(
            Job job,
            JobStatus status,
            int attempt,
            @Nullable JsonNode result,
            @Nullable String error,
            @Nullable JsonNode mappedStack,
            @Nullable Instant completedAt) {
        return new Job(
                job.jobId(),
                job.tenant(),
                job.workflow(),
                job.workflowId(),
                job.deploymentId(),
                job.deploymentVersion(),
                status,
                job.params(),
                job.timeoutSeconds(),
                result,
                error,
                mappedStack,
                job.scheduleId(),
                job.scheduledAt(),
                job.nonce(),
                attempt,
                job.createdAt(),
                job.startedAt(),
                completedAt);
    }
}
