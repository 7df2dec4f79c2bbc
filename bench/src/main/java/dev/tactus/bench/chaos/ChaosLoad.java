package dev.tactus.bench.chaos;

import dev.tactus.bench.Progress;
import dev.tactus.bench.load.CommandWriter;
import dev.tactus.bench.load.Definitions;
import dev.tactus.bench.load.ScheduleLoad;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.EntityKey;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Schedules that fire every one to eight seconds, in all partitions. A few catch up on all that they missed. */
final class ChaosLoad {
    /** Periods in turns: different ones, so that there is something to do at any moment. */
    private static final int LONGEST_SECONDS = 8;

    /** One of so many has {@code catch_up: all}. An odd number, so that they have all periods. */
    private static final int CATCHES_UP = 19;

    private final String bootstrapServers;
    private final int count;
    private final Progress progress;
    private final Set<EntityKey> schedules = ConcurrentHashMap.newKeySet();

    ChaosLoad(String bootstrapServers, int count, Progress progress) {
        this.bootstrapServers = bootstrapServers;
        this.count = count;
        this.progress = progress;
    }

    int count() {
        return count;
    }

    Set<EntityKey> schedules() {
        return Set.copyOf(schedules);
    }

    /** Whether a schedule is one of these. May be called from any thread. */
    boolean has(EntityKey schedule) {
        return schedules.contains(schedule);
    }

    /** Creates them, and returns when they are applied. */
    void create() {
        new ScheduleLoad(bootstrapServers, false, progress)
                .create(count, ChaosLoad::definition, definition -> schedules.add(definition.key()));
    }

    private static ScheduleDefinition definition(int number) {
        // By the partition's turn too, or each would have one period only.
        int seconds = 1 + (number + number / LONGEST_SECONDS) % LONGEST_SECONDS;
        ScheduleDefinition definition = Definitions.everySeconds(number, seconds, Instant.now());
        return number % CATCHES_UP == 0 ? Definitions.catchingUp(definition) : definition;
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
