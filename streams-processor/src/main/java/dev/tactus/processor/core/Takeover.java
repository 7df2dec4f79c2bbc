package dev.tactus.processor.core;

import dev.tactus.contracts.topic.Topic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Holds a task back until it knows everything that was said before it took over. Else a schedule that was deleted while
 * no owner was up would fire, and a create that the last owner confirmed would be denied.
 */
final class Takeover {
    private final InputProgress progress;
    private final int partition;
    private final Map<Topic, Long> awaited = new EnumMap<>(Topic.class);

    /** Notes where the inputs end now. */
    Takeover(List<Topic> inputs, InputProgress progress, int partition) {
        this.progress = progress;
        this.partition = partition;
        awaited.putAll(progress.ends(inputs, partition));
    }

    /**
     * True once all of it was processed; it stays true.
     *
     * @param applied the last offset that was processed of an input; -1 without one
     */
    boolean done(ToLongFunction<Topic> applied) {
        awaited.entrySet().removeIf(entry -> {
            Topic input = entry.getKey();
            // The end may lie behind markers that are never processed: so the consumer must have passed it, and what it
            // returned on the way must be processed.
            return progress.position(input, partition) >= entry.getValue()
                    && applied.applyAsLong(input) >= progress.lastPolled(input, partition);
        });
        return awaited.isEmpty();
    }
}
