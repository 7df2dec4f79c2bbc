package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the schedules of a workflow that is deleted. */
class OrphaningTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");
    private static final UUID WORKFLOW_ID = new UUID(7, 7);

    @TempDir
    private Path stateDir;

    private TestPartition partition;

    @BeforeEach
    void open() {
        partition = new TestPartition(stateDir, START);
        partition.register(
                new RegistryCommand.Deploy("acme", "report", WORKFLOW_ID, new UUID(8, 8), new Runner.Echo(), null));
    }

    @AfterEach
    void close() {
        partition.close();
    }

    private ScheduleDefinition create(String workflow) {
        ObjectNode json = (ObjectNode) Json.tree(Definition.everyMinute(partition.now()));
        json.put("id", Ids.random(partition.now(), 0).toString()).put("workflow", workflow);
        ScheduleDefinition definition = Json.convert(json, ScheduleDefinition.class);
        assertThat(partition.create(definition)).isInstanceOf(Outcome.Applied.class);
        return definition;
    }

    private long live(String workflow) {
        return partition
                .ask(new Query.CountLiveSchedules("acme", workflow, null))
                .asLong();
    }

    @Test
    void aPlainRemovalTouchesNoSchedule() {
        ScheduleDefinition schedule = create("report");
        partition.register(new RegistryCommand.Remove("acme", "report", false));
        partition.run(Duration.ofSeconds(2), Duration.ofMillis(100));
        assertThat(partition.schedule(schedule.key()).enabled()).isTrue();
    }

    @Test
    void aForcedRemovalDisablesWhatLaunchesItAndSaysWhy() {
        ScheduleDefinition orphan = create("report");
        ScheduleDefinition other = create("bill");
        ScheduleDefinition off = create("report");
        ObjectNode disabled = ((ObjectNode) Json.tree(off)).put("enabled", false);
        partition.update(Json.convert(disabled, ScheduleDefinition.class), 1, "enabled");
        assertThat(live("report")).isEqualTo(1);
        partition.events(Topic.SCHEDULE_EVENTS);

        partition.register(new RegistryCommand.Remove("acme", "report", true));
        partition.run(Duration.ofMillis(100), Duration.ofMillis(50));

        assertThat(live("report")).isZero();
        assertThat(live("bill")).isEqualTo(1);
        assertThat(partition.schedule(orphan.key()).enabled()).isFalse();
        assertThat(partition.schedule(orphan.key()).lastError()).contains("its workflow 'report' was deleted");
        assertThat(partition.schedule(other.key()).enabled()).isTrue();
        assertThat(partition.schedule(off.key()).revision()).isEqualTo(2);
        List<ObjectNode> events = partition.events(Topic.SCHEDULE_EVENTS);
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().path("type").asText()).isEqualTo("schedule.updated");
        assertThat(events.getFirst().path("actor").asText()).isEqualTo("test");
        assertThat(events.getFirst().path("reason").asText()).contains("'report' was deleted");

        partition.run(Duration.ofMinutes(2), Duration.ofSeconds(1));
        assertThat(partition.fires())
                .allSatisfy(fire -> assertThat(fire.workflow()).isEqualTo("bill"));
    }

    @Test
    void manyAreDisabledInSeveralTurnsAndAnotherTenantIsLeftAlone() {
        List<ScheduleDefinition> orphans = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            orphans.add(create("report"));
        }
        partition.register(new RegistryCommand.DisableSchedules("other", "report", WORKFLOW_ID, "x", START));
        partition.run(Duration.ofMillis(100), Duration.ofMillis(50));
        assertThat(live("report")).isEqualTo(450);

        partition.register(new RegistryCommand.Remove("acme", "report", true));
        partition.run(Duration.ofMillis(10), Duration.ofMillis(10));
        assertThat(live("report")).isEqualTo(250);
        partition.run(Duration.ofMillis(20), Duration.ofMillis(10));
        assertThat(live("report")).isZero();
        assertThat(orphans)
                .allSatisfy(orphan ->
                        assertThat(partition.schedule(orphan.key()).enabled()).isFalse());
    }

    @Test
    void whatIsCreatedAfterTheRemovalIsLeftAlone() {
        Instant removedAt = partition.now();
        partition.run(Duration.ofSeconds(1), Duration.ofSeconds(1));
        ScheduleDefinition later = create("report");
        partition.register(new RegistryCommand.DisableSchedules("acme", "report", WORKFLOW_ID, "x", removedAt));
        partition.run(Duration.ofMillis(100), Duration.ofMillis(50));
        assertThat(partition.schedule(later.key()).enabled()).isTrue();
    }
}
