package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedCommitTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");

    @TempDir
    private Path state;

    /** Nothing is due and nothing comes: without a look of its own the task would never learn of it. */
    @Test
    void anIdleTaskBeginsAgainSoonAfterACommitOfItsThreadHasFailed() {
        try (TestPartition partition = new TestPartition(state, START)) {
            partition.run(Duration.ofSeconds(1), Duration.ofMillis(10));
            partition.lastCommitFails();
            assertThatThrownBy(() -> partition.run(Duration.ofMillis(500), Duration.ofMillis(10)))
                    .isInstanceOf(TaskMigratedException.class)
                    .hasMessageContaining("partition 0");
        }
    }
}
