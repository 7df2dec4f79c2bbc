package dev.tactus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SettableClockTest {
    @Test
    void standsStillUntilMovedAndItsViewsMoveWithIt() {
        SettableClock clock = SettableClock.at("2026-03-29T00:59:59Z");
        Clock berlin = clock.withZone(ZoneId.of("Europe/Berlin"));
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-03-29T00:59:59Z"));

        assertThat(clock.advance(Duration.ofSeconds(1))).isEqualTo(Instant.parse("2026-03-29T01:00:00Z"));
        assertThat(berlin.instant().atZone(berlin.getZone()).getHour()).isEqualTo(3);

        clock.set(Instant.EPOCH);
        assertThat(berlin.instant()).isEqualTo(Instant.EPOCH);
    }
}
