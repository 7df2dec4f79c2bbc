package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.registry.Workflow;
import java.time.Instant;

/**
 * A job to launch on a version of its workflow.
 *
 * @param deadline at which the processor fails the job as timed out
 */
record LaunchOrder(Launch launch, Workflow workflow, Instant deadline) {}
