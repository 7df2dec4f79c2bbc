package dev.tactus.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.dispatcher.http.HttpResult;
import dev.tactus.dispatcher.http.HttpResult.Answer;
import dev.tactus.dispatcher.http.HttpResult.NoAnswer;
import dev.tactus.dispatcher.http.HttpResult.Reason;
import dev.tactus.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostBreakersTest {
    private static final String HOST = "https://example.org:443";
    private static final HttpResult FAILED = new NoAnswer(Reason.TIMEOUT, "why", Duration.ofSeconds(15));
    private static final HttpResult REFUSED =
            new Answer(500, null, Map.of(), new byte[0], false, Duration.ofMillis(12));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-17T08:49:30Z"));
    private final HostBreakers breakers = new HostBreakers(clock);

    @Test
    void aHostThatDoesNotAnswerIsLeftAloneForAWhile() {
        assertThat(call(FAILED, 19)).isEqualTo(19);
        assertThat(call(FAILED, 10)).isEqualTo(1);
        assertThat(breakers.mayCall("https://other.example.org:443")).isTrue();

        clock.advance(Duration.ofSeconds(29));
        assertThat(call(FAILED, 1)).isZero();
        clock.advance(Duration.ofSeconds(2));
        assertThat(call(FAILED, 10)).as("a few try whether it is back").isEqualTo(5);
        clock.advance(Duration.ofSeconds(31));
        assertThat(call(REFUSED, 100)).as("it is").isEqualTo(100);
    }

    @Test
    void saysWhenItMayBeCalledAgain() {
        call(FAILED, 20);
        assertThat(breakers.prevent(HOST)).isEqualTo(Duration.ofSeconds(30));
        clock.advance(Duration.ofSeconds(29));
        assertThat(breakers.prevent(HOST)).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(2));
        for (int i = 0; i < 5; i++) {
            assertThat(breakers.mayCall(HOST)).isTrue();
        }
        assertThat(breakers.mayCall(HOST)).isFalse();
        assertThat(breakers.prevent(HOST))
                .as("a few try whether it is back, and nobody knows")
                .isEqualTo(Duration.ofSeconds(30));
        for (int i = 0; i < 5; i++) {
            breakers.called(HOST, FAILED);
        }
        assertThat(breakers.prevent(HOST)).as("it is not").isEqualTo(Duration.ofSeconds(30));
        assertThat(breakers.prevented()).isEqualTo(4);
    }

    @Test
    void whatFailsAtOnceCostsWhatAnAnswerCosts() {
        HttpResult refused = new NoAnswer(Reason.NETWORK, "the connection was refused", Duration.ofMillis(999));
        assertThat(call(refused, 1_000)).isEqualTo(1_000);
        HttpResult unreachable = new NoAnswer(Reason.NETWORK, "could not connect", Duration.ofSeconds(1));
        assertThat(call(unreachable, 1_000)).isLessThan(50);
        HttpResult early = new NoAnswer(Reason.TIMEOUT, "a deadline of 100 ms", Duration.ofMillis(100));
        assertThat(new HostBreakersTest().call(early, 1_000)).isLessThan(50);
    }

    @Test
    void anErrorIsAnAnswer() {
        assertThat(call(REFUSED, 1_000)).isEqualTo(1_000);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"FORBIDDEN", "ABORTED"})
    void whatNeverReachedTheHostSaysNothingOfIt(Reason reason) {
        assertThat(call(new NoAnswer(reason, "why", Duration.ZERO), 1_000)).isEqualTo(1_000);
    }

    @Test
    void aTrialThatIsNotMadeGivesItsPlaceBack() {
        call(FAILED, 20);
        clock.advance(Duration.ofSeconds(31));
        for (int i = 0; i < 100; i++) {
            assertThat(breakers.mayCall(HOST)).isTrue();
            breakers.notCalled(HOST);
        }
    }

    /** @return how many calls were let through */
    private int call(HttpResult result, int times) {
        int called = 0;
        for (int i = 0; i < times; i++) {
            if (breakers.mayCall(HOST)) {
                breakers.called(HOST, result);
                called++;
            }
        }
        return called;
    }
}
