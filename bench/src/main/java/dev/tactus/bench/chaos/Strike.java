package dev.tactus.bench.chaos;

import java.time.Duration;
import java.util.Set;

/**
 * What a fault hit, and what came of it.
 *
 * @param partitions that the victim owned
 * @param inTransaction whether it was caught with a transaction open
 * @param recovery from the fault until each of these partitions had a visible fire of an instant after it
 * @param said a line of a log that tells of it
 */
record Strike(Set<Integer> partitions, boolean inTransaction, Duration recovery, String said) {}
