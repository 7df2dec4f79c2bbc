package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an instant that comes while a job of the schedule is open. */
class OverlapTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");
    private static final Instant TEN = Instant.parse("2027-01-10T10:00:00Z");
    private static final Instant SECOND = TEN.plusSeconds(60);
    private static final Instant THIRD = TEN.plusSeconds(120);
    private static final int MOST_OPEN = 1_000;

    @TempDir
    private Path stateDir;

    private TestPartition partition;

    @BeforeEach
    void open() {
        partition = new TestPartition(stateDir, START);
    }

    @AfterEach
    void close() {
        partition.close();
    }

    private static ScheduleDefinition under(String policy) {
        return Definition.with(Definition.everyMinute(START), "overlap", policy);
    }

    private List<FireEvent> firesUpTo(Instant instant) {
        partition.runTo(instant.plusSeconds(1));
        return partition.fires();
    }

    private void running(UUID job) {
        partition.report(new JobReport.Running("acme", job, 1, new UUID(1, 1), new UUID(2, 2), 1, "d1"));
    }

    private void completed(UUID job) {
        partition.report(new JobReport.Completed("acme", job, 1, Json.object()));
    }

    private List<String> skipped() {
        return partition.events(Topic.SCHEDULE_EVENTS).stream()
                .filter(event -> event.path("type").asText().equals("schedule.instants_skipped"))
                .map(OverlapTest::text)
                .toList();
    }

    private static String text(ObjectNode event) {
        return event.path("reason").asText() + " " + event.path("first").asText() + " "
                + event.path("count").asText();
    }

    @Test
    void underSkipItIsSkipped() {
        partition.create(under("skip"));
        UUID first = firesUpTo(TEN).getFirst().jobId();
        running(first);
        assertThat(firesUpTo(SECOND)).isEmpty();
        assertThat(skipped()).containsExactly("overlap 2027-01-10T10:01:00.000Z 1");
        completed(first);
        assertThat(firesUpTo(THIRD)).extracting(FireEvent::scheduledAt).containsExactly(THIRD);
    }

    @Test
    void underQueueOneItWaitsAndTheNewestReplacesIt() {
        partition.create(under("queue_one"));
        UUID first = firesUpTo(TEN).getFirst().jobId();
        assertThat(firesUpTo(THIRD)).isEmpty();
        assertThat(skipped()).containsExactly("superseded 2027-01-10T10:01:00.000Z 1");
        completed(first);
        assertThat(partition.fires()).extracting(FireEvent::scheduledAt).containsExactly(THIRD);
    }

    @Test
    void underCancelPreviousTheOpenJobIsCancelled() {
        partition.create(under("cancel_previous"));
        UUID first = firesUpTo(TEN).getFirst().jobId();
        running(first);
        assertThat(firesUpTo(SECOND)).extracting(FireEvent::scheduledAt).containsExactly(SECOND);
        assertThat(partition.job(first).status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void ofSeveralThatAreDueAtOnceOnlyTheLastOnesJobStaysOpen() {
        partition.create(under("cancel_previous"));
        partition.jumpTo(SECOND.plusMillis(10));
        List<FireEvent> fires = partition.fires();
        assertThat(fires).extracting(FireEvent::scheduledAt).containsExactly(TEN, SECOND);
        assertThat(partition.job(fires.getFirst().jobId()).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(partition.job(fires.getLast().jobId()).status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void anInstantThatWaitsIsSkippedWhenThePolicyChangesAndNeverFiresTwice() {
        ScheduleDefinition definition = under("queue_one");
        partition.create(definition);
        UUID first = firesUpTo(TEN).getFirst().jobId();
        assertThat(firesUpTo(SECOND)).isEmpty();
        partition.update(Definition.with(definition, "overlap", "cancel_previous"), 1, "overlap");
        assertThat(skipped()).containsExactly("overlap 2027-01-10T10:01:00.000Z 1");

        List<FireEvent> third = firesUpTo(THIRD);
        assertThat(third).extracting(FireEvent::scheduledAt).containsExactly(THIRD);
        assertThat(partition.job(first).status()).isEqualTo(JobStatus.CANCELLED);
        completed(third.getFirst().jobId());
        partition.run(Duration.ofSeconds(20), Duration.ofSeconds(1));
        assertThat(partition.fires()).isEmpty();
        assertThat(partition.job(third.getFirst().jobId()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aPolicyThatComesLaterKnowsTheJobsThatAreOpen() {
        ScheduleDefinition definition = under("allow");
        partition.create(definition);
        UUID first = firesUpTo(TEN).getFirst().jobId();
        running(first);
        partition.update(Definition.with(definition, "overlap", "skip"), 1, "overlap");
        assertThat(firesUpTo(SECOND)).isEmpty();
        completed(first);
        assertThat(firesUpTo(THIRD)).extracting(FireEvent::scheduledAt).containsExactly(THIRD);
    }

    /** What it could not cancel in one transaction is not taken on. */
    @Test
    void aPolicyThatLooksAtJobsDoesNotComeWhileTooManyAreOpen() {
        ScheduleDefinition definition = under("allow");
        partition.create(definition);
        for (int i = 0; i <= MOST_OPEN; i++) {
            trigger(definition);
        }
        UUID one = partition.fires().getFirst().jobId();

        ScheduleDefinition wanted = Definition.with(definition, "overlap", "cancel_previous");
        assertThat(partition.update(wanted, 1, "overlap")).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Outcome.Reason.CONFLICT);
            assertThat(refused.message())
                    .contains("has 1001 unfinished jobs, and under overlap 'cancel_previous' there may be 1000");
        });
        completed(one);
        assertThat(partition.update(wanted, 1, "overlap")).isInstanceOf(Outcome.Applied.class);
    }

    /** They would be open as well when the policy takes effect. */
    @Test
    void whatFiresBeforeAPolicyIsCountedWithWhatIsOpen() {
        ScheduleDefinition definition = under("allow");
        partition.create(definition);
        for (int i = 0; i < MOST_OPEN - 1; i++) {
            trigger(definition);
        }
        ScheduleDefinition wanted = Definition.with(definition, "overlap", "skip");
        assertThat(updateAt(SECOND, wanted)).isInstanceOf(Outcome.Refused.class);
        assertThat(updateAt(TEN, wanted)).isInstanceOf(Outcome.Applied.class);
    }

    private Outcome updateAt(Instant appended, ScheduleDefinition wanted) {
        CommandHeaders headers = partition.headers().withUpdate(1, List.of("overlap"), null);
        return partition.commandAt(appended, new ScheduleCommand.Put(wanted), wanted.key(), headers);
    }

    private Outcome trigger(ScheduleDefinition definition) {
        return partition.act(new Action.Trigger("acme", definition.id(), null), definition.key());
    }

    @Test
    void soManyManualFiresOfAScheduleThatLooksAtJobsAreOpenAndNoMore() {
        ScheduleDefinition definition = under("skip");
        partition.create(definition);
        for (int i = 0; i < MOST_OPEN; i++) {
            assertThat(trigger(definition)).isInstanceOf(Outcome.Applied.class);
        }
        UUID one = partition.fires().getFirst().jobId();
        assertThat(trigger(definition)).isInstanceOf(Outcome.Refused.class);
        completed(one);
        assertThat(trigger(definition)).isInstanceOf(Outcome.Applied.class);
    }
}
