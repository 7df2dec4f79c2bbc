package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a schedule is ready in memory or read from its rows must make no difference to what it does. */
class NotReadyTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");
    private static final Instant TEN = Instant.parse("2027-01-10T10:00:00Z");

    @TempDir
    private Path memory;

    @TempDir
    private Path rows;

    /** All that is told of a life with changes, manual fires and overlaps. */
    private static List<String> told(Path stateDir, long readyBytes) {
        try (TestPartition partition = new TestPartition(stateDir, START, readyBytes)) {
            partition.run(Duration.ofMillis(10), Duration.ofMillis(10));
            List<ScheduleDefinition> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ScheduleDefinition definition = Definition.everyMinute(START.plusMillis(i));
                all.add(Definition.with(definition, "overlap", Overlap.values()[i % Overlap.values().length]));
            }
            all.forEach(partition::create);
            partition.runTo(TEN.plusSeconds(70));

            ScheduleDefinition changed = all.getFirst();
            partition.update(
                    Definition.with(
                            Definition.with(changed, "params", Json.object().put("n", 2)), "cron_expr", "*/2 * * * *"),
                    1,
                    "params",
                    "cron_expr");
            ScheduleDefinition triggered = all.get(1);
            trigger(partition, triggered, Json.object().put("own", true), "first");
            trigger(partition, triggered, null, "second");
            partition.delete(all.get(2).key());
            partition.runTo(TEN.plusSeconds(250));

            List<String> told = new ArrayList<>();
            for (Topic topic : List.of(Topic.SCHEDULE_FIRES, Topic.SCHEDULE_EVENTS, Topic.JOB_EVENTS)) {
                partition.events(topic).forEach(event -> told.add(event.toString()));
            }
            return told;
        }
    }

    private static void trigger(
            TestPartition partition, ScheduleDefinition schedule, @Nullable ObjectNode params, String name) {
        // The job's id follows from the command's.
        CommandHeaders headers = CommandHeaders.of(Ids.derived(TEN.toEpochMilli(), 0, name), "test");
        partition.act(new Action.Trigger(schedule.tenant(), schedule.id(), params), schedule.key(), headers);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000})
    void makesNoDifference(long readyBytes) {
        List<String> fromMemory = told(memory, Long.MAX_VALUE);
        assertThat(fromMemory).hasSizeGreaterThan(50);
        assertThat(told(rows, readyBytes)).isEqualTo(fromMemory);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, Long.MAX_VALUE})
    void aChangedDefinitionFiresAndTheOneBeforeDoesNot(long readyBytes) {
        try (TestPartition partition = new TestPartition(rows, START, readyBytes)) {
            partition.run(Duration.ofMillis(10), Duration.ofMillis(10));
            ScheduleDefinition definition = Definition.everyMinute(START);
            partition.create(definition);
            partition.runTo(TEN.plusSeconds(10));
            assertThat(partition.fires()).singleElement().returns(Json.object().put("n", 1), FireEvent::params);
            partition.update(Definition.with(definition, "params", Json.object().put("n", 2)), 1, "params");
            partition.runTo(TEN.plusSeconds(70));
            assertThat(partition.fires())
                    .singleElement()
                    .returns(2L, FireEvent::revision)
                    .returns(TEN.plusSeconds(60), FireEvent::scheduledAt)
                    .returns(Json.object().put("n", 2), FireEvent::params);
        }
    }
}
