package dev.tactus.api.command;

import dev.tactus.contracts.query.PartitionUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;

/** Tries again while a partition moves, less and less often, until a deadline. */
public final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(25);
    private static final Duration LONGEST = Duration.ofMillis(400);

    private Backoff() {}

    /** @throws PartitionUnavailableException the last one, when the deadline has passed */
    public static <T> T until(Deadline deadline, Supplier<T> attempt) {
        Duration pause = FIRST;
        while (true) {
            try {
                return attempt.get();
            } catch (PartitionUnavailableException e) {
                if (deadline.left().compareTo(pause) <= 0 || !slept(pause)) {
                    throw e;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
            }
        }
    }

    private static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
