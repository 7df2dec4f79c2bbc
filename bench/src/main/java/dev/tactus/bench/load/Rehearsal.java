package dev.tactus.bench.load;

import dev.tactus.bench.Progress;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Reads a warm-up's fires again and again while a herd is waited for. The reader shares the cores with what it measures,
 * and one that is still being compiled in the second of the herd takes a fifth of them.
 */
final class Rehearsal {
    private final String bootstrapServers;
    private final Progress progress;
    private final Map<UUID, Instant> expected = new HashMap<>();
    private long fires;

    Rehearsal(String bootstrapServers, Progress progress) {
        this.bootstrapServers = bootstrapServers;
        this.progress = progress;
    }

    void expect(UUID schedule, Instant due) {
        expected.put(schedule, due);
    }

    /** @param warmUp what came of those that were expected last */
    void saw(FireTally warmUp) {
        fires += warmUp.all();
    }

    /** Returns soon after {@code end}; at once when there was no warm-up, or when it has passed. */
    void runUntil(Instant end) {
        try (CommittedReader reader = new CommittedReader(bootstrapServers, Topic.SCHEDULE_FIRES.topicName())) {
            while (fires > 0 && Instant.now().isBefore(end)) {
                reader.rewind(Long.MAX_VALUE);
                FireTally tally = new FireTally();
                expected.forEach((schedule, due) -> tally.expect(schedule, due, true));
                FireWatch watch = new FireWatch(reader, tally, progress, Duration.ZERO);
                while (tally.all() < fires && Instant.now().isBefore(end)) {
                    watch.turn();
                }
            }
        }
    }
}
