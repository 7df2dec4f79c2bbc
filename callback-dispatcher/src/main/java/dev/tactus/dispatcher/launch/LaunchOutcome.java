package dev.tactus.dispatcher.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.job.JobReport;
import java.util.Optional;

/** How a launch ended. */
sealed interface LaunchOutcome {
    record Completed(JsonNode result) implements LaunchOutcome {}

    /** The runner took the job and will report on its own. */
    record Accepted() implements LaunchOutcome {}

    /** @param retryable false when another attempt can't help */
    record Failed(String error, boolean retryable) implements LaunchOutcome {}

    /** The job had ended before; nobody waits for a report. */
    record Aborted() implements LaunchOutcome {}

    /** As metrics name it. */
    default String label() {
        return switch (this) {
            case Completed completed -> "completed";
            case Accepted accepted -> "accepted";
            case Failed failed -> "failed";
            case Aborted aborted -> "aborted";
        };
    }

    /** What the processor is told; empty when there is nothing to tell. */
    default Optional<JobReport> report(Launch launch) {
        return switch (this) {
            case Completed completed ->
                Optional.of(
                        new JobReport.Completed(launch.tenant(), launch.jobId(), launch.attempt(), completed.result()));
            case Accepted accepted ->
                Optional.of(new JobReport.Accepted(launch.tenant(), launch.jobId(), launch.attempt()));
            case Failed failed ->
                Optional.of(new JobReport.Failed(
                        launch.tenant(), launch.jobId(), launch.attempt(), failed.error(), null, failed.retryable()));
            case Aborted aborted -> Optional.empty();
        };
    }
}
