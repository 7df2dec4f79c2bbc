package dev.tactus.processor.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.delivery.DeliveryReport.Cause;
import dev.tactus.processor.core.delivery.PutOff.Again;
import dev.tactus.processor.core.delivery.PutOff.Missed;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PutOffTest {
    /** Since when it is put off, in seconds. */
    private static final long SINCE = 1_000_000;

    @ParameterizedTest(name = "{0}, put off for {1} s, asked for {2} s, with a pause of {3} s: again after {4} s")
    @CsvSource({
        // The dispatcher's word at first, then as long as so far, and a quarter of an hour at most.
        "SILENT, 0, 30, 7200, 30",
        "SILENT, 30, 30, 7200, 30",
        "SILENT, 31, 30, 7200, 31",
        "SILENT, 899, 30, 7200, 899",
        "SILENT, 901, 30, 7200, 900",
        "SILENT, 0, 5000, 7200, 900",
        // Up to the end of its time.
        "SILENT, 6300, 30, 7200, 900",
        // Five minutes in any case.
        "SILENT, 0, 60, 5, 60",
        "SILENT, 150, 60, 5, 150",
        // The last one is never missed.
        "SILENT, 3600, 30, , 900",
        // A host that answers: shorter, and its time does not end.
        "BUSY, 0, 5, 300, 5",
        "BUSY, 20, 5, 300, 5",
        "BUSY, 24, 5, 300, 6",
        "BUSY, 3600, 5, 300, 900",
        "BUSY, 100000, 5, , 900",
    })
    void again(Cause cause, long soFar, long asked, Long pause, long after) {
        assertThat(decide(cause, soFar, asked, pause)).isEqualTo(new Again((SINCE + soFar + after) * 1000));
    }

    @ParameterizedTest(name = "put off for {0} s, asked for {1} s, with a pause of {2} s: the next at {3} s")
    @CsvSource({
        "6301, 30, 7200, 7200",
        "151, 60, 5, 300",
        "299, 60, 5, 359",
        // A dispatcher was away, and its time is over.
        "9000, 40, 7200, 9040",
    })
    void missed(long soFar, long asked, long pause, long next) {
        assertThat(decide(Cause.SILENT, soFar, asked, pause)).isEqualTo(new Missed((SINCE + next) * 1000));
    }

    @Test
    void anAttemptOfTenHoursIsHandedOutSomeFortyTimes() {
        long now = SINCE * 1000;
        int times = 0;
        PutOff decided;
        do {
            times++;
            decided = PutOff.of(
                    Cause.SILENT,
                    SINCE * 1000,
                    now,
                    45_000,
                    OptionalLong.of(Duration.ofHours(10).toMillis()));
            now = decided instanceof Again again ? again.at() : now;
        } while (decided instanceof Again);
        assertThat(times).isBetween(40, 50);
    }

    private static PutOff decide(Cause cause, long soFar, long asked, Long pause) {
        return PutOff.of(
                cause,
                SINCE * 1000,
                (SINCE + soFar) * 1000,
                asked * 1000,
                pause == null ? OptionalLong.empty() : OptionalLong.of(pause * 1000));
    }
}
