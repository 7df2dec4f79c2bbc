package dev.tactus.dispatcher.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DispatchWork.Launch;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a runner is given. */
record LaunchDocument(
        UUID jobId,
        String workflow,
        UUID deploymentId,
        @Nullable UUID scheduleId,
        @Nullable Instant scheduledAt,
        int attempt,
        ObjectNode params,
        Instant deadline) {

    static byte[] of(LaunchOrder order) {
        Launch launch = order.launch();
        return Json.bytes(new LaunchDocument(
                launch.jobId(),
                launch.workflow(),
                order.workflow().deploymentId(),
                launch.scheduleId(),
                launch.scheduledAt(),
                launch.attempt(),
                launch.params(),
                order.deadline()));
    }
}
