package dev.tactus.bench.chaos;

import org.jspecify.annotations.Nullable;

/** One way to break the platform. */
interface Fault {
    /** For {@code --faults} and the result. */
    String name();

    /** Why it can't be made here, in words; null when it can. */
    default @Nullable String obstacle(Cluster cluster) {
        return null;
    }

    /** Makes ready what the fault needs; nothing is broken yet. */
    default void prepare(Scene scene) {}

    /**
     * Breaks something that is in the middle of its work, and returns when the partitions that it concerns fire again.
     *
     * @throws dev.tactus.bench.BenchFailure when the victim was idle, when the partitions did not come back, or when no
     *     log tells of the fault
     */
    Strike strike(Scene scene);

    /** Puts back what is still broken; after a failed strike too. */
    default void heal(Scene scene) {}
}
