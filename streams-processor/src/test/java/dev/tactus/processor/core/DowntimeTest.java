package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is fired, skipped and held back around a time in which no processor ran. */
class DowntimeTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");
    private static final Instant TEN = Instant.parse("2027-01-10T10:00:00Z");

    @TempDir
    private Path stateDir;

    private List<Instant> fires(TestPartition partition) {
        return partition.fires().stream().map(FireEvent::scheduledAt).toList();
    }

    @Test
    void theMostRecentMissedInstantFiresOnceAndTheRestIsOneRange() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            partition.create(Definition.with(Definition.everyMinute(START), "cron_expr", "0 * * * *"));
            partition.jumpTo(TEN.plus(Duration.ofMinutes(5 * 60 + 30)));

            assertThat(fires(partition)).containsExactly(TEN.plus(Duration.ofHours(5)));
            assertThat(partition.events(Topic.SCHEDULE_EVENTS)).last().satisfies(skipped -> {
                assertThat(skipped.path("type").asText()).isEqualTo("schedule.instants_skipped");
                assertThat(skipped.path("reason").asText()).isEqualTo("missed");
                assertThat(skipped.path("count").asLong()).isEqualTo(5);
                assertThat(skipped.path("first").asText()).isEqualTo("2027-01-10T10:00:00.000Z");
                assertThat(skipped.path("last").asText()).isEqualTo("2027-01-10T14:00:00.000Z");
            });
        }
    }

    /** Ten a second, and what comes due meanwhile is behind them. */
    @Test
    void aBacklogIsCaughtUpAtARate() {
        ScheduleDefinition definition = catchingUp();
        Instant back = TEN.plus(Duration.ofMinutes(60)).minusSeconds(2);
        List<Instant> fires;
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            partition.create(definition);
            partition.jumpTo(back);
            fires = new ArrayList<>(fires(partition));
            assertThat(fires).hasSize(10);
            partition.run(Duration.ofMillis(900), Duration.ofMillis(100));
            assertThat(fires(partition)).isEmpty();
            partition.run(Duration.ofMillis(100), Duration.ofMillis(100));
            fires.addAll(fires(partition));
            assertThat(fires).hasSize(20);
            // Its job is at work and ends: no reason to hurry.
            UUID job = partition.schedule(definition.key()).lastJobId();
            partition.report(new JobReport.Completed(TestPartition.TENANT, job, 1, Json.object()));
            assertThat(fires(partition)).isEmpty();
            partition.runTo(back.plusSeconds(7));
            fires.addAll(fires(partition));
        }
        assertThat(fires)
                .containsExactlyElementsOf(Stream.iterate(TEN, each -> each.plusSeconds(60))
                        .limit(61)
                        .toList());
    }

    @Test
    void disablingEndsCatchingUp() {
        ScheduleDefinition definition = catchingUp();
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            partition.create(definition);
            partition.jumpTo(TEN.plus(Duration.ofMinutes(60)).plusSeconds(5));
            partition.update(Definition.with(definition, "enabled", false), 1, "enabled");
            partition.run(Duration.ofMinutes(2), Duration.ofSeconds(1));
            assertThat(fires(partition)).hasSize(10);
            assertThat(partition.events(Topic.SCHEDULE_EVENTS))
                    .filteredOn(event -> event.path("reason").asText().equals("disabled"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.path("count").asLong()).isEqualTo(51));
        }
    }

    /** What was missed is fired by the definition that was in force when it was due. */
    @Test
    void aChangeComesAfterAllThatIsCaughtUp() {
        ScheduleDefinition definition = catchingUp();
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            partition.create(definition);
            partition.jumpTo(TEN.plus(Duration.ofMinutes(60)).plusSeconds(5));
            partition.update(Definition.with(definition, "cron_expr", "30 * * * *"), 1, "cron_expr");
            partition.run(Duration.ofMinutes(2), Duration.ofSeconds(1));
            assertThat(partition.fires()).hasSize(61).allMatch(fire -> fire.revision() == 1);
        }
    }

    private static ScheduleDefinition catchingUp() {
        return Definition.with(Definition.everyMinute(START), "catch_up", "all");
    }

    @Test
    void nothingFiresBeforeEverythingIsReadThatWasSaidBefore() {
        TestPartition.FakeProgress behind = new TestPartition.FakeProgress();
        behind.ends.put(Topic.SCHEDULE_COMMANDS, 2L);
        ScheduleDefinition definition = Definition.everyMinute(START);
        try (TestPartition partition = new TestPartition(stateDir, START, behind)) {
            partition.create(definition);
            partition.progress().polled.put(Topic.SCHEDULE_COMMANDS, 0L);
            partition.progress().positions.put(Topic.SCHEDULE_COMMANDS, 1L);
            partition.run(Duration.ofMinutes(2), Duration.ofSeconds(1));
            assertThat(fires(partition)).isEmpty();
            assertThat(partition.partition().caughtUp()).isFalse();
            assertThat(partition.progress().heldBack).containsExactlyInAnyOrderElementsOf(Inputs.REPORTS);

            partition.commandAt(
                    START.plusSeconds(1), new ScheduleCommand.Delete(), definition.key(), partition.headers());
            partition.progress().polled.put(Topic.SCHEDULE_COMMANDS, 1L);
            partition.progress().positions.put(Topic.SCHEDULE_COMMANDS, 2L);
            partition.run(Duration.ofMinutes(2), Duration.ofSeconds(1));
            assertThat(partition.partition().caughtUp()).isTrue();
            assertThat(partition.progress().heldBack).isEmpty();
            assertThat(fires(partition)).isEmpty();
        }
    }

    /** As when one of the inputs has no leader: its partition waits, and the thread lives. */
    @Test
    void nothingFiresUntilItIsKnownWhereTheInputsEnd() {
        TestPartition.FakeProgress behind = new TestPartition.FakeProgress();
        CompletableFuture<Map<Topic, Long>> first = new CompletableFuture<>();
        CompletableFuture<Map<Topic, Long>> second = new CompletableFuture<>();
        behind.endsAnswered.addAll(List.of(first, second));
        try (TestPartition partition = new TestPartition(stateDir, START, behind)) {
            partition.create(Definition.everyMinute(START));
            partition.run(Duration.ofMinutes(1), Duration.ofSeconds(1));
            first.completeExceptionally(new LeaderNotAvailableException("on purpose"));
            partition.run(Duration.ofMinutes(1), Duration.ofSeconds(1));
            assertThat(behind.endsAnswered).isEmpty();
            assertThat(partition.partition().caughtUp()).isFalse();
            assertThat(fires(partition)).isEmpty();

            second.complete(Map.of());
            partition.run(Duration.ofMillis(100), Duration.ofMillis(100));
            assertThat(partition.partition().caughtUp()).isTrue();
            assertThat(fires(partition)).isNotEmpty();
        }
    }

    @Test
    void whatTheBrokerWillNeverTellEndsTheThread() {
        TestPartition.FakeProgress behind = new TestPartition.FakeProgress();
        behind.endsAnswered.add(CompletableFuture.failedFuture(new TopicAuthorizationException("on purpose")));
        try (TestPartition partition = new TestPartition(stateDir, START, behind)) {
            assertThatThrownBy(() -> partition.run(Duration.ofSeconds(1), Duration.ofMillis(100)))
                    .isInstanceOf(KafkaException.class)
                    .hasStackTraceContaining("cannot read where the inputs of partition 0 end");
        }
    }

    @Test
    void whatWasPolledAndIsNotProcessedHoldsTheTakeoverBack() {
        TestPartition.FakeProgress behind = new TestPartition.FakeProgress();
        behind.ends.put(Topic.SCHEDULE_ACTIONS, 5L);
        try (TestPartition partition = new TestPartition(stateDir, START, behind)) {
            partition.progress().positions.put(Topic.SCHEDULE_ACTIONS, 5L);
            partition.progress().polled.put(Topic.SCHEDULE_ACTIONS, 3L);
            partition.run(Duration.ofSeconds(1), Duration.ofMillis(100));
            assertThat(partition.partition().caughtUp()).isFalse();
            // Markers and aborted records only: nothing is there to be processed.
            partition.progress().polled.clear();
            partition.run(Duration.ofSeconds(1), Duration.ofMillis(100));
            assertThat(partition.partition().caughtUp()).isTrue();
        }
    }

    @Test
    void reportsThatWaitToBeReadHoldBackOnlyWhatLooksAtJobs() {
        TestPartition.FakeProgress behind = new TestPartition.FakeProgress();
        behind.ends.put(Topic.JOB_REPORTS, 1L);
        ScheduleDefinition everyMinute = Definition.everyMinute(START);
        ScheduleDefinition allowing = Definition.with(everyMinute, "timeout_seconds", 90);
        ScheduleDefinition skipping = another(everyMinute, "overlap", "skip");
        ScheduleDefinition pausing = another(everyMinute, "pause_after_failures", 1);
        try (TestPartition partition = new TestPartition(stateDir, START, behind)) {
            List.of(allowing, skipping, pausing).forEach(partition::create);
            partition.runTo(TEN.plusSeconds(1));
            assertThat(partition.partition().caughtUp()).isTrue();
            List<FireEvent> first = partition.fires();
            assertThat(first).extracting(FireEvent::scheduleId).containsExactly(allowing.id());
            assertThat(partition.partition().behind()).isEqualTo(2);

            // Its time is over, but its end may be among what is not read.
            partition.run(Duration.ofSeconds(100), Duration.ofSeconds(1));
            UUID job = first.getFirst().jobId();
            assertThat(partition.job(job).status()).isEqualTo(JobStatus.QUEUED);
            partition.fires();

            partition.report(new JobReport.Completed(TestPartition.TENANT, job, 1, Json.object()));
            partition.progress().positions.put(Topic.JOB_REPORTS, 1L);
            partition.progress().polled.put(Topic.JOB_REPORTS, 0L);
            partition.run(Duration.ofSeconds(1), Duration.ofMillis(100));
            assertThat(partition.job(job).status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(partition.fires())
                    .extracting(FireEvent::scheduleId)
                    .contains(skipping.id(), pausing.id())
                    .doesNotContain(allowing.id());
            assertThat(partition.partition().behind()).isZero();
        }
    }

    private static ScheduleDefinition another(ScheduleDefinition definition, String field, Object value) {
        return Definition.with(Definition.with(definition, "id", Ids.random(START, 0)), field, value);
    }

    @Test
    void aDeleteThatIsReadLateStillComesBeforeTheInstantsItFollowed() {
        ScheduleDefinition definition = Definition.everyMinute(START);
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            partition.create(definition);
            partition.commandAt(
                    TEN.plusSeconds(61), new ScheduleCommand.Delete(), definition.key(), partition.headers());
            assertThat(fires(partition)).isEmpty();
            assertThat(partition.events(Topic.SCHEDULE_EVENTS))
                    .filteredOn(event -> event.path("reason").asText().equals("deleted"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.path("count").asLong()).isEqualTo(2));
        }
    }
}
