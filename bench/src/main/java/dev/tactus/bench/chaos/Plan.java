package dev.tactus.bench.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What a run of faults is to be.
 *
 * @param rounds one fault each
 * @param faults by name, in turns
 * @param schedules that fire every one to eight seconds
 * @param warmUp how long they fire before the first fault
 * @param quiet whether nothing but the clock drives the processors: no dispatcher, and no client once all is created
 * @param seed of the choice of victims
 */
public record Plan(int rounds, List<String> faults, int schedules, Duration warmUp, boolean quiet, long seed) {
    boolean wants(String fault) {
        return faults.contains(fault);
    }
}
