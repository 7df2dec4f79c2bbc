package dev.tactus.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Each day of the years that are written digit by digit. */
    @Test
    void everyDay() {
        byte[] out = new byte[24];
        for (LocalDate day = LocalDate.of(0, 1, 1); day.getYear() < 10_000; day = day.plusDays(1)) {
            InstantText.put(TimeUnit.DAYS.toMillis(day.toEpochDay()), out, 0);
            String text = new String(out, 0, 10, StandardCharsets.ISO_8859_1);
            if (!text.equals(day.toString())) {
                assertThat(text).isEqualTo(day.toString());
            }
        }
    }

    @Test
    void agreesWithTheFormatterOfTheJdk() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            // Years from about -1,000 to 11,000.
            Instant instant = Instant.ofEpochMilli(random.nextLong(-93_000_000_000_000L, 285_000_000_000_000L));
            String text = JDK.format(instant);
            assertThat(InstantText.of(instant)).isEqualTo(text);
            assertThat(InstantText.length(instant.toEpochMilli())).isEqualTo(text.length());
        }
    }

    @Test
    void readsWhatItWrites() {
        Random random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            Instant instant = Instant.ofEpochMilli(random.nextLong(-62_000_000_000_000L, 253_000_000_000_000L));
            assertThat(InstantText.parse(InstantText.of(instant))).isEqualTo(instant);
        }
    }

    @Test
    void readsEachDay() {
        for (LocalDate day = LocalDate.of(0, 1, 1); day.getYear() < 10_000; day = day.plusDays(1)) {
            Instant read = InstantText.parse(day + "T23:59:59.999Z");
            if (read.toEpochMilli() != TimeUnit.DAYS.toMillis(day.toEpochDay() + 1) - 1) {
                assertThat(read).isEqualTo(day + "T23:59:59.999Z");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-17T01:15:26Z, 2026-05-17T01:15:26Z",
        "2026-05-17T01:15:26.670+02:00, 2026-05-16T23:15:26.670Z",
        "2026-05-17t01:15:26.67z, 2026-05-17T01:15:26.670Z",
        "2026-05-17T01:15:26.670123456Z, 2026-05-17T01:15:26.670123456Z",
        "2024-02-29T00:00:00.000Z, 2024-02-29T00:00:00Z",
    })
    void readsOtherForms(String text, Instant instant) {
        assertThat(InstantText.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-02-29T00:00:00.000Z",
                "2026-00-10T00:00:00.000Z",
                "2026-13-10T00:00:00.000Z",
                "2026-05-00T00:00:00.000Z",
                "2026-05-32T00:00:00.000Z",
                "2026-05-17T24:00:00.000Z",
                "2026-05-17T01:60:00.000Z",
                "2026-05-17T01:15:60.000Z",
                "2026-05-17T01:15:26.67xZ",
                "2026-05-17T01:15:26.6700",
                "2026/05/17T01:15:26.670Z",
                "",
            })
    void refusesWhatIsNoInstant(String text) {
        assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeParseException.class);
    }
}
