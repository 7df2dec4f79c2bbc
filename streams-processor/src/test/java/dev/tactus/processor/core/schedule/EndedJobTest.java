package dev.tactus.processor.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.Definition;
import dev.tactus.processor.core.InMemoryTask;
import dev.tactus.processor.core.job.PendingJobs;
import dev.tactus.processor.core.state.PartitionState;
import dev.tactus.processor.core.state.ScheduleProgress.OpenJob;
import dev.tactus.recurrence.InvalidRecurrenceException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EndedJobTest {
    private static final Instant NOW = Instant.parse("2027-01-10T10:00:00Z");

    /** Else every later instant would be held back by it, also when the zone is known again. */
    @Test
    void blocksNoInstantWhenItsSchedulesZoneIsUnknown() {
        InMemoryTask memory = new InMemoryTask(NOW);
        ScheduleDefinition definition = Definition.with(memory.daily("daily", "Europe/Berlin"), "overlap", "queue_one");
        EntityKey key = definition.key();
        memory.schedules()
                .apply(
                        new ScheduleCommand.Put(definition),
                        key,
                        CommandHeaders.of(new UUID(1, 1), null),
                        NOW.toEpochMilli());
        PartitionState state = memory.task().state();
        OpenJob open = new OpenJob(new UUID(2, 2), NOW.toEpochMilli(), NOW.toEpochMilli(), true);
        long waiting = NOW.toEpochMilli() + 1;
        state.progress()
                .put(key, state.progress().get(key).fired(open, true, true).withWaiting(waiting));
        state.definitions().put(key, new ScheduleState(Definition.with(definition, "timezone", "Moon/Base"), 1, NOW));

        Schedules schedules = memory.schedules();
        assertThatThrownBy(() -> schedules.jobEnded(key, PendingJobs.row(definition, open, definition.params())))
                .isInstanceOf(InvalidRecurrenceException.class);
        assertThat(state.progress().get(key).open()).isEmpty();
        assertThat(state.progress().get(key).waiting()).isEqualTo(waiting);
    }
}
