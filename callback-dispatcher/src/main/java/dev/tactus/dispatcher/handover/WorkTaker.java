package dev.tactus.dispatcher.handover;

import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.registry.Workflow;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Does the work once it is handed over. */
public interface WorkTaker {
    /** True for a job that is known to have ended: it is not launched. */
    boolean hasEnded(UUID jobId);

    /** @param workflow null when there is none of that name */
    void launch(Launch work, @Nullable Workflow workflow);

    void deliver(Deliver work);

    /** The topics from which nothing more can be taken right now. */
    Set<String> full();
}
