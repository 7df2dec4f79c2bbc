package dev.tactus.dispatcher.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicTurnsTest {
    private static final Set<String> NONE = Set.of();
    private static final Set<String> FIRES = Set.of("schedule-fires");
    private static final Set<String> WORK = Set.of("dispatch-work");
    private static final Set<String> BOTH = Set.of("schedule-fires", "dispatch-work");

    private final TopicTurns turns = new TopicTurns();

    @Test
    void whoHadATurnWaitsForTheOtherOnce() {
        assertThat(turns.waits()).isEmpty();
        assertNext(FIRES, FIRES);
        assertNext(WORK, WORK);
        assertNext(FIRES, FIRES);
        assertNext(NONE, NONE);
        assertNext(FIRES, FIRES);
        assertNext(NONE, NONE);
        assertNext(BOTH, NONE);
        assertNext(WORK, WORK);
    }

    private void assertNext(Set<String> took, Set<String> waits) {
        turns.took(took);
        assertThat(turns.waits()).isEqualTo(waits);
    }
}
