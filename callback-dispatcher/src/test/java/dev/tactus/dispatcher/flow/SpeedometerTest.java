package dev.tactus.dispatcher.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.dispatcher.flow.Speedometer.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeedometerTest {
    private static final long MILLI = 1_000_000L;
    private static final long START = Long.MAX_VALUE - 100 * MILLI;

    private final Speedometer host = new Speedometer(Speed.UNKNOWN, at(0));

    @ParameterizedTest
    @CsvSource({"0, QUICK", "999, QUICK", "1000, SLOW", "15000, SLOW"})
    void theEndOfACallTells(int millis, Speed speed) {
        assertThat(host.speed(at(0))).isEqualTo(Speed.UNKNOWN);
        host.ended(host.began(at(0)), at(millis), true);
        assertThat(host.speed(at(millis))).isEqualTo(speed);
        assertThat(host.speed(at(1_000_000))).isEqualTo(speed);
    }

    @ParameterizedTest
    @CsvSource({"999, UNKNOWN", "1000, SLOW", "15000, SLOW"})
    void soDoesACallThatHasTakenTooLongAlready(int millis, Speed speed) {
        host.began(at(0));
        assertThat(host.speed(at(millis))).isEqualTo(speed);
    }

    @Test
    void whatWasNotCalledTellsNothing() {
        host.ended(host.began(at(0)), at(1), false);
        assertThat(host.speed(at(2))).isEqualTo(Speed.UNKNOWN);
    }

    @Test
    void theCallThatBeganLastSaysIt() {
        Call hangs = host.began(at(0));
        Call later = host.began(at(10));
        host.ended(later, at(20), true);
        assertThat(host.speed(at(5_000)))
                .as("one call hangs, the host does not")
                .isEqualTo(Speed.QUICK);
        host.ended(hangs, at(15_000), true);
        assertThat(host.speed(at(15_000))).isEqualTo(Speed.QUICK);
        host.began(at(20_000));
        assertThat(host.speed(at(20_999))).isEqualTo(Speed.QUICK);
        assertThat(host.speed(at(21_000))).as("now it hangs").isEqualTo(Speed.SLOW);
        host.ended(host.began(at(22_000)), at(22_001), true);
        assertThat(host.speed(at(30_000))).as("it is back").isEqualTo(Speed.QUICK);
    }

    @Test
    void whatWasKnownBeforeHoldsUntilACallTellsMore() {
        Speedometer known = new Speedometer(Speed.SLOW, at(0));
        assertThat(known.speed(at(0))).isEqualTo(Speed.SLOW);
        known.ended(known.began(at(0)), at(5), true);
        assertThat(known.speed(at(5))).isEqualTo(Speed.QUICK);
    }

    /** Over the end of the numbers, as {@link System#nanoTime} may be. */
    private static long at(int millis) {
        return START + millis * MILLI;
    }
}
