package dev.tactus.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.delivery.DeliveryReport.Attempted;
import dev.tactus.contracts.delivery.DeliveryReport.Verdict;
import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.dispatcher.http.HttpResult.Answer;
import dev.tactus.dispatcher.http.HttpResult.NoAnswer;
import dev.tactus.dispatcher.http.HttpResult.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryAttemptTest {
    private static final Instant NOW = Instant.parse("2026-05-17T08:49:30Z");
    private static final Deliver WORK = new Deliver(
            "acme",
            new UUID(0, 1),
            new UUID(0, 2),
            3,
            "https://example.com/",
            List.of(),
            "c",
            "job.completed",
            "{}",
            false);

    @Test
    void namesTheDeliveryAndItsAttempt() {
        Attempted report = report(answer(200, null, "ok"));
        assertThat(report.tenant()).isEqualTo("acme");
        assertThat(report.deliveryId()).isEqualTo(WORK.deliveryId());
        assertThat(report.attempt()).isEqualTo(3);
        assertThat(report.durationMillis()).isEqualTo(12);
        assertThat(report.verdict()).isEqualTo(Verdict.DELIVERED);
        assertThat(report.error()).isNull();
        assertThat(report.responseHeaders()).containsExactly(Map.entry("x-request-id", "7"));
        assertThat(report.response()).isEqualTo("ok");
    }

    @Test
    void saysThatRedirectsAreNotFollowed() {
        assertThat(report(answer(302, null, "")).error())
                .isEqualTo("the receiver answered 302; redirects are not followed: give the final URL");
        assertThat(report(answer(404, null, "")).error()).isEqualTo("the receiver answered 404");
    }

    @Test
    void passesRetryAfterOnOnlyWhereThereIsARetry() {
        assertThat(report(answer(503, "30", "")).retryAfterSeconds()).isEqualTo(30);
        assertThat(report(answer(503, "soon", "")).retryAfterSeconds()).isNull();
        assertThat(report(answer(200, "30", "")).retryAfterSeconds()).isNull();
        assertThat(report(answer(404, "30", "")).retryAfterSeconds()).isNull();
    }

    @Test
    void keepsTheFirstFourKilobytes() {
        assertThat(report(answer(200, null, "x".repeat(5_000))).response()).hasSize(4_096);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void triesAgainWhenThereWasNoAnswer(Reason reason) {
        Attempted report = DeliveryAttempt.report(WORK, new NoAnswer(reason, "why", Duration.ofMillis(15_000)), NOW);
        assertThat(report.verdict()).isEqualTo(Verdict.RETRY);
        assertThat(report.status()).isNull();
        assertThat(report.error()).isEqualTo("why");
        assertThat(report.durationMillis()).isEqualTo(15_000);
    }

    private static Attempted report(Answer answer) {
        return DeliveryAttempt.report(WORK, answer, NOW);
    }

    private static Answer answer(int status, @Nullable String retryAfter, String body) {
        return new Answer(
                status,
                retryAfter,
                Map.of("x-request-id", "7"),
                body.getBytes(StandardCharsets.UTF_8),
                false,
                Duration.ofMillis(12));
    }
}
