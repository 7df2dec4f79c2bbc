package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many instants of one tenant at once. */
class HerdTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");
    private static final Instant TEN = Instant.parse("2027-01-10T10:00:00Z");
    private static final int BUDGET = 10;
    private static final int HERD = 35;

    @TempDir
    private Path stateDir;

    @Test
    void isDrainedWithinTheBudgetOfEachTickAndDelaysNeitherAnotherTenantNorACommand() {
        try (TestPartition partition = new TestPartition(stateDir, START, BUDGET)) {
            partition.run(Duration.ofMillis(10), Duration.ofMillis(10));
            for (int i = 0; i < HERD; i++) {
                partition.create(Definition.everyMinute(START.plusMillis(i)));
            }
            ScheduleDefinition other =
                    Definition.with(Definition.everyMinute(START.plusMillis(HERD)), "tenant", "other");
            partition.create(other);

            partition.jumpTo(TEN);
            List<FireEvent> first = partition.fires();
            assertThat(first).hasSize(BUDGET);
            assertThat(first).extracting(FireEvent::tenant).contains("other");

            // Between two ticks of the herd a command is applied.
            ScheduleDefinition late = Definition.everyMinute(START.plusSeconds(1));
            partition.create(late);
            assertThat(partition.schedule(late.key()).nextFireAt()).isEqualTo(TEN.plusSeconds(60));

            partition.run(Duration.ofMillis(50), Duration.ofMillis(10));
            List<FireEvent> rest = partition.fires();
            assertThat(rest).hasSize(HERD + 1 - BUDGET);
            assertThat(rest).extracting(FireEvent::scheduledAt).containsOnly(TEN);
            assertThat(rest).extracting(FireEvent::jobId).doesNotHaveDuplicates();
        }
    }
}
