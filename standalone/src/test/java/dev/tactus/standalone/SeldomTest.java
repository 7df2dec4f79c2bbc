package dev.tactus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class SeldomTest {
    private long seconds = -20;

    @Test
    void letsOneThroughAndThenNoneForAWhile() {
        Seldom seldom = new Seldom(Duration.ofSeconds(10), () -> TimeUnit.SECONDS.toNanos(seconds));
        LogRecord record = new LogRecord(Level.WARNING, "the broker is away");
        assertThat(seldom.isLoggable(record)).isTrue();
        assertThat(seldom.isLoggable(record)).isFalse();
        seconds += 9;
        assertThat(seldom.isLoggable(record)).isFalse();
        seconds += 1;
        assertThat(seldom.isLoggable(record)).isTrue();
        assertThat(seldom.isLoggable(record)).isFalse();
    }
}
