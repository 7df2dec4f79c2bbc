package dev.tactus.dispatcher.handover;

import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.registry.Workflow;
import org.jspecify.annotations.Nullable;

/** Work that goes from the log to this dispatcher. */
sealed interface Taken {
    /** @param workflow as of the hand-over; null when there is none of that name */
    record Launch(DispatchWork.Launch work, @Nullable Workflow workflow) implements Taken {}

    record Delivery(DispatchWork.Deliver work) implements Taken {}
}
