package dev.tactus.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-05-17T08:49:30Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "120 | 120",
                " 7  | 7",
                "007 | 7",
                "999999999 | 31622400",
                // The three forms of RFC 9110, section 5.6.7.
                "Sun, 17 May 2026 08:49:37 GMT | 7",
                "Sunday, 17-May-26 08:49:37 GMT | 7",
                "Sun May 17 08:49:37 2026 | 7",
                "Fri May  1 08:49:37 2026 | 0",
                "Wed Jul  1 08:49:30 2026 | 3888000",
                "Sun, 17 May 2026 08:49:30 GMT | 0",
                "Sun, 17 May 2026 08:49:29 GMT | 0",
                "Thu, 01 Jan 1970 00:00:00 GMT | 0",
                "Thu, 17 May 2035 08:49:37 GMT | 31622400",
                // Two digits mean the most recent such year once they seem more than 50 years ahead.
                "Monday, 17-May-99 08:49:37 GMT | 0",
            })
    void understands(String header, long seconds) {
        assertThat(RetryAfter.seconds(header, NOW)).isEqualTo(OptionalLong.of(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+5",
                "1.5",
                "soon",
                "1e3",
                "12345678901",
                "0x10",
                "٣",
                "2026-05-17T08:49:37Z",
                "Sun, 32 May 2026 08:49:37 GMT",
                "Sun, 17 May 2026 08:49:37 CEST"
            })
    void passesOverWhatItDoesNotUnderstand(String header) {
        assertThat(RetryAfter.seconds(header, NOW)).isEmpty();
    }

    @Test
    void roundsUpSoThatItIsNeverTooEarly() {
        assertThat(RetryAfter.seconds("Sun, 17 May 2026 08:49:37 GMT", NOW.plusMillis(1)))
                .isEqualTo(OptionalLong.of(7));
        assertThat(RetryAfter.seconds(null, NOW)).isEmpty();
    }
}
