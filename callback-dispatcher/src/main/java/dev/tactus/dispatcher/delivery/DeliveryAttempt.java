package dev.tactus.dispatcher.delivery;

import dev.tactus.contracts.delivery.DeliveryReport.Attempted;
import dev.tactus.contracts.delivery.DeliveryReport.Verdict;
import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.dispatcher.http.HttpResult;
import dev.tactus.dispatcher.http.HttpResult.Answer;
import dev.tactus.dispatcher.http.HttpResult.NoAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The report of one attempt, as a pure function of what happened. */
final class DeliveryAttempt {
    /** How much of the answer's body is kept, in bytes. */
    private static final int KEPT = 4 * 1024;

    private DeliveryAttempt() {}

    static Attempted report(Deliver work, HttpResult result, Instant now) {
        return switch (result) {
            case Answer answer -> answered(work, answer, now);
            case NoAnswer none -> report(work, verdict(none), null, none.error(), null, none.took(), Map.of(), null);
        };
    }

    /** The attempt was not made, and no other will fare better. */
    static Attempted rejected(Deliver work, String error) {
        return report(work, Verdict.REJECTED, null, error, null, Duration.ZERO, Map.of(), null);
    }

    /** The attempt ended without the receiver being to blame. */
    static Attempted failed(Deliver work, String error) {
        return report(work, Verdict.RETRY, null, error, null, Duration.ZERO, Map.of(), null);
    }

    private static Attempted answered(Deliver work, Answer answer, Instant now) {
        Verdict verdict = Verdicts.of(answer.status());
        OptionalLong retryAfter =
                verdict == Verdict.RETRY ? RetryAfter.seconds(answer.retryAfter(), now) : OptionalLong.empty();
        return report(
                work,
                verdict,
                answer.status(),
                verdict == Verdict.DELIVERED ? null : error(answer.status()),
                retryAfter.isPresent() ? retryAfter.getAsLong() : null,
                answer.took(),
                answer.headers(),
                answer.text(KEPT));
    }

    private static String error(int status) {
        String error = "the receiver answered " + status;
        return status >= 300 && status < 400 ? error + "; redirects are not followed: give the final URL" : error;
    }

    /** Names may come to resolve to other addresses, so a forbidden one is worth another attempt like any failure. */
    private static Verdict verdict(NoAnswer none) {
        return switch (none.reason()) {
            case TIMEOUT, NETWORK, ABORTED, FORBIDDEN -> Verdict.RETRY;
        };
    }

    private static Attempted report(
            Deliver work,
            Verdict verdict,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable Long retryAfterSeconds,
            Duration took,
            Map<String, String> responseHeaders,
            @Nullable String response) {
        return new Attempted(
                work.tenant(),
                work.deliveryId(),
                work.attempt(),
                verdict,
                status,
                error,
                retryAfterSeconds,
                took.toMillis(),
                responseHeaders,
                response);
    }
}
