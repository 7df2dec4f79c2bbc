package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WakeUpsTest {
    private static final long BEGIN = 1_000_000;
    private static final Duration TICK = Duration.ofMillis(10);

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private long now = BEGIN;
    private int calls;
    private final Commits commits = new Commits(() -> now * 1_000_000);
    private final WakeUps wakeUps = new WakeUps(context, TICK, commits, () -> calls++);

    @BeforeEach
    void begin() {
        setTime(BEGIN);
        commits.committed(Duration.ZERO);
    }

    @Test
    void callsAtTheInstantButNotBeforeATickHasPassedNorMoreThanHalfASecondLater() {
        wakeUps.at(now + 40);
        assertThat(waiting().getInterval()).hasMillis(40);
        wakeUps.at(now - 5);
        assertThat(waiting().getInterval()).isEqualTo(TICK);
        wakeUps.close();
        wakeUps.at(Long.MAX_VALUE);
        assertThat(waiting().getInterval()).hasMillis(500);
    }

    @Test
    void anEarlierCallStands() {
        wakeUps.at(now + 40);
        wakeUps.at(now + 60);
        assertThat(waiting().getInterval()).hasMillis(40);
    }

    @Test
    void afterACommitInputThatCameGoesFirstForATick() {
        wakeUps.at(now);
        setTime(BEGIN + 13);
        commits.committed(Duration.ZERO);
        commits.received();
        setTime(BEGIN + 15);
        wake();
        assertThat(calls).isZero();
        assertThat(waiting().getInterval()).hasMillis(8);

        setTime(BEGIN + 23);
        wake();
        assertThat(calls).isOne();
    }

    @Test
    void withoutInputNothingWaits() {
        wakeUps.at(now);
        setTime(BEGIN + 13);
        commits.committed(Duration.ZERO);
        wake();
        assertThat(calls).isOne();
    }

    @Test
    void inputLongAfterACommitDelaysNothing() {
        wakeUps.at(now);
        setTime(BEGIN + 10);
        commits.received();
        wake();
        assertThat(calls).isOne();
    }

    @Test
    void inputHasAsLongAsTheCommitTook() {
        wakeUps.at(now);
        setTime(BEGIN + 40);
        commits.committed(Duration.ofMillis(30));
        commits.received();
        wake();
        assertThat(calls).isZero();
        assertThat(waiting().getInterval()).hasMillis(30);
    }

    @Test
    void aCommitThatIsAwaitedIsNotPutOffForLong() {
        wakeUps.at(now);
        setTime(BEGIN + 40);
        commits.committed(Duration.ofMillis(30));
        commits.received();
        commits.await();
        wake();
        assertThat(waiting().getInterval()).isEqualTo(TICK);
    }

    @Test
    void aCommitThatMetAFaultDelaysLittle() {
        wakeUps.at(now);
        setTime(BEGIN + 9_000);
        commits.committed(Duration.ofSeconds(9));
        commits.received();
        wake();
        assertThat(waiting().getInterval()).hasMillis(50);
    }

    /** Each outcome may ask for a commit of its own, and a partition beside this one too. */
    @Test
    void isPutOffOnceWhateverIsCommittedMeanwhile() {
        wakeUps.at(now);
        for (int round = 1; round <= 3; round++) {
            commits.committed(Duration.ZERO);
            commits.received();
            wake();
            assertThat(calls).isEqualTo(round - 1);
            setTime(now + TICK.toMillis());
            commits.committed(Duration.ZERO);
            commits.received();
            wake();
            assertThat(calls).isEqualTo(round);
            wakeUps.at(now);
        }
    }

    private void setTime(long millis) {
        now = millis;
        context.setCurrentSystemTimeMs(millis);
    }

    private void wake() {
        waiting().getPunctuator().punctuate(now);
    }

    private CapturedPunctuator waiting() {
        List<CapturedPunctuator> waiting = context.scheduledPunctuators().stream()
                .filter(punctuator -> !punctuator.cancelled())
                .toList();
        assertThat(waiting).hasSize(1);
        return waiting.getFirst();
    }
}
