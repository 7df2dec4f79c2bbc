package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** For how long equal requests get equal answers, and for how long these take room. */
class FirstAnswersTest {
    private static final Duration RETENTION = Duration.ofHours(24);

    private final InMemoryTask partition = new InMemoryTask(Instant.parse("2027-03-01T00:00:00Z"));
    private final FirstAnswers firstAnswers = new FirstAnswers(partition.task());
    private final AtomicInteger applied = new AtomicInteger();

    @Test
    void isGivenAgainForADayAndDroppedAtTheNextRound() {
        request("k");
        partition.pass(RETENTION);
        request("k");
        assertThat(applied).hasValue(1);
        firstAnswers.expire();
        assertThat(kept()).isEqualTo(1);

        partition.pass(Duration.ofMinutes(30));
        firstAnswers.expire();
        assertThat(kept()).isEqualTo(1);
        partition.pass(Duration.ofMinutes(30));
        firstAnswers.expire();
        assertThat(kept()).isZero();
        request("k");
        assertThat(applied).hasValue(2);
    }

    @Test
    void anOldAnswerThatIsStillThereIsNotGiven() {
        request("k");
        partition.pass(RETENTION.plusMillis(1));
        request("k");
        assertThat(applied).hasValue(2);
        assertThat(kept()).isEqualTo(1);
    }

    @Test
    void aRoundLooksAtAThousandATurn() {
        for (int n = 0; n < 2_500; n++) {
            request("k" + n);
        }
        partition.pass(RETENTION.plusMillis(1));
        firstAnswers.expire();
        assertThat(kept()).isEqualTo(1_500);
        firstAnswers.expire();
        assertThat(kept()).isEqualTo(500);
        firstAnswers.expire();
        assertThat(kept()).isZero();
    }

    @Test
    void aClockThatWasFarAheadDoesNotEndTheRounds() {
        partition.pass(Duration.ofDays(3_650));
        firstAnswers.expire();
        partition.pass(Duration.ofDays(-3_650));
        request("k");
        partition.pass(RETENTION.plusMillis(1));
        firstAnswers.expire();
        assertThat(kept()).isZero();
    }

    private void request(String key) {
        CommandHeaders headers = CommandHeaders.of(new UUID(0, 1), "test").withIdempotency(key, "hash");
        assertThat(firstAnswers.once(headers, "acme", "route", () -> {
                    applied.incrementAndGet();
                    return new Outcome.Applied(1, Json.object());
                }))
                .isInstanceOf(Outcome.Applied.class);
    }

    private int kept() {
        AtomicInteger rows = new AtomicInteger();
        partition.task().state().firstAnswers().forEach((key, row) -> rows.incrementAndGet());
        return rows.get();
    }
}
