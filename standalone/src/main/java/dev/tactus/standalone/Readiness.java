package dev.tactus.standalone;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for parts that can be asked whether they are ready and do not tell by themselves. */
final class Readiness {
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(10).toNanos();

    private Readiness() {}

    /** @return false when it was not ready within the time, or when the thread was interrupted */
    static boolean await(BooleanSupplier ready, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return true;
    }
}
