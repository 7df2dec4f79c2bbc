package dev.tactus.dispatcher.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.topic.Partitions;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FinalJobsTest {
    private static final Instant START = Instant.parse("2026-05-17T01:00:00Z");

    private final FinalJobs finals = new FinalJobs(new Partitions(2), 2);

    @Test
    void forgetsTheOneThatEndedFirstAndCoversOnlyWhatCameAfter() {
        finals.cover(0, START);
        assertThat(finals.add(0, job(1), at(10))).isEmpty();
        assertThat(finals.add(0, job(2), at(20))).isEmpty();
        assertThat(finals.covers(0, START)).isTrue();

        assertThat(finals.add(0, job(3), at(30))).contains(at(10));
        assertThat(finals.contains(job(1))).isFalse();
        assertThat(finals.contains(job(2))).isTrue();
        assertThat(finals.covers(0, START)).isFalse();
        assertThat(finals.covers(0, at(10))).isFalse();
        assertThat(finals.covers(0, at(10).plusMillis(1))).isTrue();
    }

    @Test
    void readAgainKeepsTheNewest() {
        finals.cover(0, at(30));
        finals.add(0, job(3), at(30));
        finals.add(0, job(4), at(40));
        assertThat(finals.add(0, job(1), at(10))).contains(at(10));
        assertThat(finals.add(0, job(3), at(30))).isEmpty();
        assertThat(finals.contains(job(3))).isTrue();
        assertThat(finals.contains(job(4))).isTrue();
        assertThat(finals.covers(0, at(30))).isTrue();
    }

    @Test
    void partitionsForgetApart() {
        finals.cover(0, START);
        finals.cover(1, START);
        finals.add(0, job(0), at(1));
        for (int i = 0; i < 10; i++) {
            finals.add(1, new UUID(1, i), at(i));
        }
        assertThat(finals.contains(job(0))).isTrue();
        assertThat(finals.covers(0, START)).isTrue();
        assertThat(finals.covers(1, START)).isFalse();
    }

    @Test
    void knowsNothingBeforeItIsTold() {
        assertThat(finals.covers(0, at(1_000_000))).isFalse();
    }

    private static Instant at(int millis) {
        return START.plusMillis(millis);
    }

    private static UUID job(int number) {
        return new UUID(0, number);
    }
}
