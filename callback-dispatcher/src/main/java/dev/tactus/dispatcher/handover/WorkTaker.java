package dev.tactus.dispatcher.handover;

import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.registry.Workflow;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does the work once it is handed over. */
public interface WorkTaker {
    /** @param workflow null when there is none of that name */
    void launch(Launch work, @Nullable Workflow workflow);

    void deliver(Deliver work);

    /** The topics from which nothing more can be taken right now. */
    Set<String> full();
}
