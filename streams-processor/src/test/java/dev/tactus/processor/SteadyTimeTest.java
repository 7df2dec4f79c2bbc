package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteadyTimeTest {
    private static final long BEGIN = 1_800_000_000_123L;

    private final SettableClock wall = SettableClock.at("2027-01-15T08:00:00.123456Z");
    private long nanos = -5;

    private void pass(Duration time) {
        wall.advance(time);
        nanos += time.toNanos();
    }

    @Test
    void beginsAtTheWallClockAndRunsOnWithoutIt() {
        SteadyTime time = new SteadyTime(wall, () -> nanos);
        assertThat(time.milliseconds()).isEqualTo(BEGIN);
        assertThat(time.aheadMillis()).isZero();

        pass(Duration.ofMillis(1500));
        assertThat(time.milliseconds()).isEqualTo(BEGIN + 1500);
        assertThat(time.aheadMillis()).isZero();

        wall.advance(Duration.ofHours(-1));
        assertThat(time.milliseconds()).isEqualTo(BEGIN + 1500);
        assertThat(time.aheadMillis()).isEqualTo(-3_600_000);

        wall.advance(Duration.ofHours(2));
        assertThat(time.milliseconds()).isEqualTo(BEGIN + 1500);
        assertThat(time.aheadMillis()).isEqualTo(3_600_000);
        // Rounded down: what is due in half a millisecond is not due.
        wall.advance(Duration.ofNanos(-500_000));
        assertThat(time.aheadMillis()).isEqualTo(3_599_999);
    }

    @Test
    void waitsByItself() throws InterruptedException {
        SteadyTime time = new SteadyTime(wall, () -> nanos);
        Object lock = new Object();
        List<Long> asked = new ArrayList<>();
        time.waitObject(
                lock,
                () -> {
                    asked.add(time.milliseconds());
                    nanos += TimeUnit.MILLISECONDS.toNanos(1);
                    return asked.size() == 2;
                },
                BEGIN + 2);
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest(name = "set by {0} ms: renewed {1}")
    @CsvSource({"-3600000,true", "-3000,true", "-2999,false", "-1,false", "0,false", "3600000,false"})
    void aStepBackThatCostsASessionRenewsTheClientsOnce(long millis, boolean renewed) {
        List<SteadyTime> made = new ArrayList<>();
        try (ClockWatch watch = new ClockWatch(new SteadyTime(wall, () -> nanos), Duration.ofSeconds(3), () -> {
            made.add(new SteadyTime(wall, () -> nanos));
            return made.getLast();
        })) {
            watch.look();
            wall.advance(Duration.ofMillis(millis));
            watch.look();
            pass(Duration.ofSeconds(1));
            watch.look();
        }
        assertThat(made).hasSize(renewed ? 1 : 0);
    }

    /** The clients have read the clock that was ahead, and their timers never go back. */
    @Test
    void aClockThatWasAheadAndIsSetRightRenewsThemToo() {
        List<SteadyTime> made = new ArrayList<>();
        try (ClockWatch watch = new ClockWatch(new SteadyTime(wall, () -> nanos), Duration.ofSeconds(3), () -> {
            made.add(new SteadyTime(wall, () -> nanos));
            return made.getLast();
        })) {
            wall.advance(Duration.ofHours(1));
            watch.look();
            wall.advance(Duration.ofMinutes(-59));
            watch.look();
            assertThat(made).hasSize(1);
            wall.advance(Duration.ofSeconds(-2));
            watch.look();
            assertThat(made).hasSize(1);
            wall.advance(Duration.ofSeconds(-1));
            watch.look();
            assertThat(made).hasSize(2);
        }
    }

    @Test
    void clientsThatCanNotBeMadeAreTriedAgain() {
        int[] tries = new int[1];
        try (ClockWatch watch = new ClockWatch(new SteadyTime(wall, () -> nanos), Duration.ofSeconds(3), () -> {
            if (tries[0]++ == 0) {
                throw new IllegalStateException("on purpose");
            }
            return new SteadyTime(wall, () -> nanos);
        })) {
            wall.advance(Duration.ofHours(-1));
            watch.look();
            watch.look();
            watch.look();
        }
        assertThat(tries[0]).isEqualTo(2);
    }
}
