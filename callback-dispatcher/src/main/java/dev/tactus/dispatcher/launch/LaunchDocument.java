package dev.tactus.dispatcher.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.secret.JobTokens;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a runner is given.
 *
 * @param token with which the worker reports on this job, in place of an API key
 */
record LaunchDocument(
        UUID jobId,
        String workflow,
        UUID deploymentId,
        @Nullable UUID scheduleId,
        @Nullable Instant scheduledAt,
        int attempt,
        ObjectNode params,
        Instant deadline,
        String token) {

    static byte[] of(LaunchOrder order, JobTokens tokens) {
        Launch launch = order.launch();
        return Json.bytes(new LaunchDocument(
                launch.jobId(),
                launch.workflow(),
                order.workflow().deploymentId(),
                launch.scheduleId(),
                launch.scheduledAt(),
                launch.attempt(),
                launch.params(),
                order.deadline(),
                tokens.token(launch.tenant(), launch.jobId())));
    }
}
