package dev.tactus.processor.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.Definition;
import dev.tactus.processor.core.InMemoryTask;
import dev.tactus.processor.core.job.PendingJobs;
import dev.tactus.processor.core.state.JobRow;
import dev.tactus.processor.core.state.PartitionState;
import dev.tactus.processor.core.state.ScheduleProgress.OpenJob;
import dev.tactus.recurrence.InvalidRecurrenceException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A schedule whose zone this JVM does not know: what is no matter of time must not fail for it. */
class UnknownZoneTest {
    private static final Instant NOW = Instant.parse("2027-01-10T10:00:00Z");

    /** Else every later instant would be held back by it, also when the zone is known again. */
    @Test
    void anEndedJobBlocksNoInstant() {
        InMemoryTask memory = new InMemoryTask(NOW);
        ScheduleDefinition definition = Definition.with(memory.daily("daily", "Europe/Berlin"), "overlap", "queue_one");
        EntityKey key = definition.key();
        OpenJob open = new OpenJob(new UUID(2, 2), NOW.toEpochMilli(), NOW.toEpochMilli(), true);
        PartitionState state = created(memory, definition, open);
        long waiting = NOW.toEpochMilli() + 1;
        state.progress().put(key, state.progress().get(key).withWaiting(waiting));
        state.definitions().put(key, new ScheduleState(Definition.with(definition, "timezone", "Moon/Base"), 1, NOW));

        Schedules schedules = memory.schedules();
        assertThatThrownBy(() -> schedules.jobEnded(key, PendingJobs.row(definition, open, definition.params())))
                .isInstanceOf(InvalidRecurrenceException.class);
        assertThat(state.progress().get(key).open()).isEmpty();
        assertThat(state.progress().get(key).waiting()).isEqualTo(waiting);
    }

    @Test
    void anEndedJobStaysEndedWhenItsScheduleCannotBePaused() {
        InMemoryTask memory = new InMemoryTask(NOW);
        ScheduleDefinition daily = memory.daily("daily", "Europe/Berlin");
        ScheduleDefinition definition =
                Definition.with(Definition.with(daily, "overlap", "skip"), "pause_after_failures", 1);
        EntityKey key = definition.key();
        OpenJob open = new OpenJob(new UUID(2, 2), NOW.toEpochMilli(), NOW.toEpochMilli(), true);
        PartitionState state = created(memory, definition, open);
        state.definitions().put(key, new ScheduleState(Definition.with(definition, "timezone", "Moon/Base"), 1, NOW));

        JobRow row = PendingJobs.row(definition, open, definition.params());
        ObjectNode job =
                ((ObjectNode) Json.tree(row.job())).put("status", "failed").put("error", "boom");
        JobRow failed = row.with(Json.convert(job, Job.class), null, null, null);
        Schedules schedules = memory.schedules();
        assertThatThrownBy(() -> schedules.jobEnded(key, failed)).isInstanceOf(InvalidRecurrenceException.class);
        assertThat(state.progress().get(key).open()).isEmpty();
        assertThat(state.progress().get(key).consecutiveFailures()).isEqualTo(1);
    }

    @Test
    void aWorkflowThatIsGoneDisablesTheOthersAllTheSame() {
        InMemoryTask memory = new InMemoryTask(NOW);
        ScheduleDefinition unknown = memory.daily("unknown", "Europe/Berlin");
        ScheduleDefinition known = memory.daily("known", "Europe/Berlin");
        OpenJob open = new OpenJob(new UUID(2, 2), NOW.toEpochMilli(), NOW.toEpochMilli(), true);
        PartitionState state = created(memory, unknown, open);
        created(memory, known, open);
        state.definitions()
                .put(unknown.key(), new ScheduleState(Definition.with(unknown, "timezone", "Moon/Base"), 1, NOW));

        Schedules schedules = memory.schedules();
        UUID workflow = new UUID(9, 9);
        schedules.disableAll(new RegistryCommand.DisableSchedules("acme", known.workflow(), workflow, null, NOW));
        schedules.orphanings().due(new EntityKey("acme", workflow));
        assertThat(state.definitions().get(known.key()).definition().enabled()).isFalse();
        assertThat(state.definitions().get(unknown.key()).definition().enabled())
                .isTrue();
        assertThat(state.orphanings().get(new EntityKey("acme", workflow))).isNull();
    }

    private static PartitionState created(InMemoryTask memory, ScheduleDefinition definition, OpenJob open) {
        EntityKey key = definition.key();
        memory.schedules()
                .apply(
                        new ScheduleCommand.Put(definition),
                        key,
                        CommandHeaders.of(new UUID(1, 1), null),
                        NOW.toEpochMilli());
        PartitionState state = memory.task().state();
        state.progress().put(key, state.progress().get(key).fired(open, true, true));
        return state;
    }
}
