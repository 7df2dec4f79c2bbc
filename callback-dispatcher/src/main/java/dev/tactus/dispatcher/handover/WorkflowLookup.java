package dev.tactus.dispatcher.handover;

import dev.tactus.contracts.registry.Workflow;
import java.util.Optional;

/** Finds a workflow by its name. */
@FunctionalInterface
public interface WorkflowLookup {
    /**
     * An answer of "none" holds as of this call.
     *
     * @throws dev.tactus.contracts.registry.RegistryBehindException when that can't be said now
     */
    Optional<Workflow> workflow(String tenant, String name);
}
