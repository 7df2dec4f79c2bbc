package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.CatchUp;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What a definition says of whether its instants fire, besides when they are. Most schedules say the same, so that a
 * million of them hold few of these.
 *
 * @param maxFires null for no limit
 * @param pauseAfterFailures null for never
 */
record Policies(
        boolean enabled,
        Overlap overlap,
        CatchUp catchUp,
        int catchUpLimit,
        int catchUpWindowSeconds,
        @Nullable Long maxFires,
        int jitterSeconds,
        @Nullable Integer pauseAfterFailures) {
    private static final int PORTIONS = 10;
    private static final int LEAST_PORTION = 10;

    static Policies of(ScheduleDefinition definition) {
        return new Policies(
                definition.enabled(),
                definition.overlap(),
                definition.catchUp(),
                definition.catchUpLimit(),
                definition.catchUpWindowSeconds(),
                definition.maxFires(),
                definition.jitterSeconds(),
                definition.pauseAfterFailures());
    }

    /** How many missed instants fire after a downtime. */
    int mostCaughtUp() {
        return switch (catchUp) {
            case LATEST -> 1;
            case ALL -> catchUpLimit;
            case NONE -> 0;
        };
    }

    /**
     * How many of them fire in one second: a tenth, so that what comes due meanwhile waits ten seconds at most, well within
     * the late window; but no fewer than {@value #LEAST_PORTION}.
     */
    int portion() {
        return Math.max(LEAST_PORTION, Math.ceilDiv(mostCaughtUp(), PORTIONS));
    }

    /** Whether what became of a schedule's jobs decides whether its next instant fires. */
    boolean lookAtJobs() {
        return overlap != Overlap.ALLOW || pauseAfterFailures != null;
    }

    /** Whether a schedule that fired so often fires no more. */
    boolean usedUp(long fires) {
        Long max = maxFires;
        return max != null && fires >= max;
    }
}
