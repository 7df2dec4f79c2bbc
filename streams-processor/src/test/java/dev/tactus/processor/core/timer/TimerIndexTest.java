package dev.tactus.processor.core.timer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimerIndexTest {
    private final TimerIndex index = new TimerIndex();

    @Test
    void givesWhatIsDueInOrderAndNothingBefore() {
        index.set("b", 20);
        index.set("a", 10);
        index.set("c", 30);
        assertThat(index.takeDue(9)).isNull();
        assertThat(index.takeDue(10)).isEqualTo("a");
        assertThat(index.takeDue(29)).isEqualTo("b");
        assertThat(index.takeDue(29)).isNull();
        assertThat(index.nextDue()).isEqualTo(30);
    }

    @Test
    void ofOneInstantByKeyHoweverTheyCame() {
        index.set("b", 10);
        index.set("a", 10);
        assertThat(index.takeDue(10)).isEqualTo("a");
        assertThat(index.takeDue(10)).isEqualTo("b");
    }

    @Test
    void aKeyHasOneTimer() {
        index.set("a", 10);
        index.set("a", 20);
        assertThat(index.takeDue(15)).isNull();
        assertThat(index.takeDue(20)).isEqualTo("a");
        assertThat(index.takeDue(100)).isNull();
    }

    @Test
    void movedAwayAndBackItIsDueOnce() {
        index.set("a", 10);
        index.set("a", 20);
        index.set("a", 10);
        assertThat(index.takeDue(30)).isEqualTo("a");
        assertThat(index.takeDue(30)).isNull();
    }

    @Test
    void clearedItIsNotDue() {
        index.set("a", 10);
        index.set("b", 10);
        index.clear("a");
        index.set("b", TimerIndex.NEVER);
        assertThat(index.takeDue(100)).isNull();
        assertThat(index.nextDue()).isEqualTo(TimerIndex.NEVER);
    }
}
