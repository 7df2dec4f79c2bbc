package dev.tactus.processor.core.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.topic.EntityKey;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimerIndexTest {
    private static final Timer A = Timer.schedule(new EntityKey("tenant", new UUID(1, 1)));
    private static final Timer B = Timer.schedule(new EntityKey("tenant", new UUID(1, 2)));
    private static final Timer C = Timer.job(new EntityKey("tenant", new UUID(1, 1)));

    private final TimerIndex index = new TimerIndex();

    @Test
    void givesWhatIsDueInOrderAndNothingBefore() {
        index.set(B, 20);
        index.set(A, 10);
        index.set(C, 30);
        assertThat(index.takeDue(9)).isNull();
        assertThat(index.takeDue(10)).isEqualTo(A);
        assertThat(index.takeDue(29)).isEqualTo(B);
        assertThat(index.takeDue(29)).isNull();
        assertThat(index.nextDue()).isEqualTo(30);
    }

    @Test
    void allOfOneInstant() {
        index.set(C, 10);
        index.set(B, 10);
        index.set(A, 10);
        assertThat(Arrays.asList(index.takeDue(10), index.takeDue(10), index.takeDue(10)))
                .containsExactlyInAnyOrder(A, B, C);
        assertThat(index.takeDue(10)).isNull();
    }

    @Test
    void whatWasSetFarAheadAndClearedDoesNotStay() {
        index.set(C, 10);
        for (int number = 0; number < 10_000; number++) {
            index.set(A, 1_000_000 + number);
            Timer other = Timer.schedule(new EntityKey("tenant", new UUID(2, number)));
            index.set(other, 2_000_000);
            index.clear(other);
        }
        assertThat(index.held()).isLessThan(2_000);
        assertThat(index.takeDue(10)).isEqualTo(C);
        assertThat(index.takeDue(1_009_998)).isNull();
        assertThat(index.takeDue(1_009_999)).isEqualTo(A);
        assertThat(index.takeDue(3_000_000)).isNull();
    }

    @Test
    void oneTimerIsDueOnce() {
        index.set(A, 10);
        index.set(A, 20);
        assertThat(index.takeDue(15)).isNull();
        assertThat(index.takeDue(20)).isEqualTo(A);
        assertThat(index.takeDue(100)).isNull();
    }

    @Test
    void movedAwayAndBackItIsDueOnce() {
        index.set(A, 10);
        index.set(A, 20);
        index.set(A, 10);
        assertThat(index.takeDue(30)).isEqualTo(A);
        assertThat(index.takeDue(30)).isNull();
    }

    @Test
    void clearedItIsNotDue() {
        index.set(A, 10);
        index.set(B, 10);
        index.clear(A);
        index.set(B, TimerIndex.NEVER);
        assertThat(index.takeDue(100)).isNull();
        assertThat(index.nextDue()).isEqualTo(TimerIndex.NEVER);
    }
}
