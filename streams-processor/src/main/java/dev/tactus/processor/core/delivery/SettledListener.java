package dev.tactus.processor.core.delivery;

import dev.tactus.processor.core.state.DeliveryRow;
import dev.tactus.processor.core.state.JobRow;

/** Told of what is over. */
public interface SettledListener {
    /** A job has ended, and its callbacks are on their way. */
    void jobEnded(JobRow job);

    /** A callback was delivered or given up. */
    void deliverySettled(DeliveryRow delivery);
}
