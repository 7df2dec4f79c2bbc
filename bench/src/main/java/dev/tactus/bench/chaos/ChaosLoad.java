package dev.tactus.bench.chaos;

import dev.tactus.bench.Progress;
import dev.tactus.bench.load.CommandWriter;
import dev.tactus.bench.load.Definitions;
import dev.tactus.bench.load.ScheduleLoad;
import dev.tactus.contracts.topic.EntityKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Schedules that fire every one to eight seconds, in all partitions. */
final class ChaosLoad {
    /** Periods in turns: different ones, so that there is something to do at any moment. */
    private static final int LONGEST_SECONDS = 8;

    private final String bootstrapServers;
    private final int count;
    private final Progress progress;
    private final List<EntityKey> schedules = new ArrayList<>();

    ChaosLoad(String bootstrapServers, int count, Progress progress) {
        this.bootstrapServers = bootstrapServers;
        this.count = count;
        this.progress = progress;
    }

    int count() {
        return count;
    }

    /** Creates them, and returns when they are applied. */
    void create() {
        new ScheduleLoad(bootstrapServers, false, progress)
                .create(
                        count,
                        // By the partition's turn too, or each would have one period only.
                        number -> Definitions.everySeconds(
                                number, 1 + (number + number / LONGEST_SECONDS) % LONGEST_SECONDS, Instant.now()),
                        definition -> schedules.add(definition.key()));
    }

    /** Other schedules in their place: those that were decided ahead of time are silent until then. */
    void renew() {
        try (CommandWriter writer = new CommandWriter(bootstrapServers, false)) {
            schedules.forEach(writer::delete);
            writer.flush();
        }
        schedules.clear();
        create();
    }
}
