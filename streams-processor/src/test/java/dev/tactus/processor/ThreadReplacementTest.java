package dev.tactus.processor;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadReplacementTest {
    private static final RuntimeException FAILURE = new IllegalStateException("on purpose");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ThreadReplacement replacement = new ThreadReplacement(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @Test
    void aTransactionThatTheBrokerEndedIsNotCounted() {
        for (int i = 0; i < 3 * ThreadReplacement.MOST; i++) {
            assertThat(replacement.handle(
                            new StreamsException("on purpose", new InvalidTxnStateException("timed out"))))
                    .isEqualTo(REPLACE_THREAD);
        }
        assertThat(replacement.handle(FAILURE)).isEqualTo(REPLACE_THREAD);
    }

    @ParameterizedTest
    @CsvSource({"0,SHUTDOWN_CLIENT", "599999,SHUTDOWN_CLIENT", "600000,REPLACE_THREAD", "600001,REPLACE_THREAD"})
    void givesUpAfterTenWithinTenMinutes(long millisAfterTheFirst, String then) {
        Instant first = now;
        for (int i = 0; i < ThreadReplacement.MOST; i++) {
            assertThat(replacement.handle(FAILURE)).isEqualTo(REPLACE_THREAD);
        }
        now = first.plusMillis(millisAfterTheFirst);
        assertThat(replacement.handle(FAILURE)).hasToString(then);
    }

    @Test
    void goesOnForEverWhenItIsRare() {
        for (int i = 0; i < 100; i++) {
            assertThat(replacement.handle(FAILURE)).isEqualTo(REPLACE_THREAD);
            now = now.plus(Duration.ofMinutes(1).plusMillis(1));
        }
    }

    @Test
    void doesNotGoOnInABrokenJvm() {
        assertThat(replacement.handle(new OutOfMemoryError())).isEqualTo(SHUTDOWN_CLIENT);
    }
}
