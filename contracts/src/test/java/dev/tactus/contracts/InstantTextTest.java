package dev.tactus.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstantTextTest {
    private static final DateTimeFormatter JDK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "2026-05-17T01:15:26.670Z, 2026-05-17T01:15:26.670Z",
        "2026-05-17T01:15:26.670999999Z, 2026-05-17T01:15:26.670Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z",
        "2024-02-29T23:59:59.001Z, 2024-02-29T23:59:59.001Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z",
        "-0001-12-31T23:59:59.999Z, -0001-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000Z",
    })
    void writesMilliseconds(Instant instant, String text) {
        assertThat(InstantText.of(instant)).isEqualTo(text);
    }

    @Test
    void agreesWithTheFormatterOfTheJdk() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            // Years from about -1,000 to 11,000.
            Instant instant = Instant.ofEpochMilli(random.nextLong(-93_000_000_000_000L, 285_000_000_000_000L));
            assertThat(InstantText.of(instant)).isEqualTo(JDK.format(instant));
        }
    }
}
