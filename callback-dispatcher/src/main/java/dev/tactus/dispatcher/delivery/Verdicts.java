package dev.tactus.dispatcher.delivery;

import dev.tactus.contracts.delivery.DeliveryReport.Verdict;
import java.util.Set;

/** What a receiver's answer means for the delivery. */
final class Verdicts {
    /** Client errors that may pass: request time-out, conflict, too early, too many requests. */
    private static final Set<Integer> MAY_PASS = Set.of(408, 409, 425, 429);

    private Verdicts() {}

    static Verdict of(int status) {
        if (status >= 200 && status < 300) {
            return Verdict.DELIVERED;
        }
        if (status == 410) {
            return Verdict.GONE;
        }
        if (status >= 500 || MAY_PASS.contains(status)) {
            return Verdict.RETRY;
        }
        return Verdict.REJECTED;
    }
}
