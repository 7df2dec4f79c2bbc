package dev.tactus.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.topic.EntityKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LatestFiresTest {
    private static final Instant INSTANT = Instant.parse("2026-11-28T11:26:21Z");
    private static final EntityKey FIRST = new EntityKey("bench", new UUID(0, 1));
    private static final EntityKey SECOND = new EntityKey("bench", new UUID(0, 2));

    private final LatestFires fires = new LatestFires();

    @Test
    void aPartitionIsBehindUntilOneOfItsSchedulesFiresForTheInstant() {
        seen(FIRST, 1, -1);
        assertThat(fires.before(INSTANT, List.of(1, 2))).containsExactly(1, 2);
        seen(FIRST, 1, 0);
        assertThat(fires.before(INSTANT, List.of(1, 2))).containsExactly(2);
    }

    /** A schedule that is late fires for all that it is owed at once, while others in its partition are owed more. */
    @Test
    void aScheduleIsBehindWhateverOthersFireFor() {
        seen(FIRST, 1, -1_000);
        seen(FIRST, 1, 1_000);
        seen(SECOND, 1, -1_000);
        assertThat(fires.notPast(INSTANT, List.of(FIRST, SECOND))).containsExactly(SECOND);
        seen(SECOND, 1, 0);
        assertThat(fires.notPast(INSTANT, List.of(FIRST, SECOND))).containsExactly(SECOND);
        seen(SECOND, 1, 1);
        assertThat(fires.notPast(INSTANT, List.of(FIRST, SECOND))).isEmpty();
    }

    @Test
    void anEarlierFireTakesNothingBack() {
        seen(FIRST, 1, 5_000);
        seen(FIRST, 1, -5_000);
        assertThat(fires.notPast(INSTANT, List.of(FIRST))).isEmpty();
        assertThat(fires.before(INSTANT, List.of(1))).isEmpty();
    }

    private void seen(EntityKey schedule, int partition, long afterInstant) {
        fires.note(schedule, partition, INSTANT.toEpochMilli() + afterInstant);
    }
}
