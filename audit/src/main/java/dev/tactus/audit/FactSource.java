package dev.tactus.audit;

import dev.tactus.contracts.topic.Topic;
import org.jspecify.annotations.Nullable;

/** The facts of one partition, each topic in the order of its offsets. */
interface FactSource {
    /** The topic's next fact, which stays; null at the end. */
    @Nullable
    Fact head(Topic topic);

    /** Takes the topic's next fact away. */
    void take(Topic topic);

    /** Whether the fact was there when the audit began; what came later only fills the gaps of that. */
    boolean beforeCut(Topic topic, Fact fact);

    /** Whether retention has removed the topic's beginning. */
    boolean truncated(Topic topic);

    /**
     * Moves the ends to where they are now, so late that every transaction of which a part was there when the audit began is
     * there as a whole.
     */
    void extend();
}
