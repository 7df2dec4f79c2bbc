package dev.tactus.processor.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.schedule.Retry;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleView;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a job from its fire to its callback. */
class JobLifeTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");
    private static final Instant TEN = Instant.parse("2027-01-10T10:00:00Z");
    private static final ScheduleDefinition SCHEDULE =
            Definition.withCallback(Definition.with(Definition.everyMinute(START), "cron_expr", "0 * * * *"));

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

    private UUID fired(ScheduleDefinition definition) {
        partition.create(definition);
        partition.runTo(TEN.plusSeconds(1));
        UUID id = partition.fires().getLast().jobId();
        assertThat(partition.job(id).status()).isEqualTo(JobStatus.QUEUED);
        return id;
    }

    private Outcome running(UUID job, int attempt) {
        return partition.report(new JobReport.Running("acme", job, attempt, new UUID(1, 1), new UUID(2, 2), 3, "d1"));
    }

    private Outcome completed(UUID job, Integer attempt) {
        return partition.report(
                new JobReport.Completed("acme", job, attempt, Json.object().put("ok", true)));
    }

    private Outcome failed(UUID job, int attempt, boolean retryable) {
        return partition.report(new JobReport.Failed("acme", job, attempt, "boom", null, retryable));
    }

    private List<DispatchWork.Deliver> deliveries() {
        return partition.work().stream()
                .filter(DispatchWork.Deliver.class::isInstance)
                .map(DispatchWork.Deliver.class::cast)
                .toList();
    }

    private List<DispatchWork.Launch> launches() {
        return partition.work().stream()
                .filter(DispatchWork.Launch.class::isInstance)
                .map(DispatchWork.Launch.class::cast)
                .toList();
    }

    @Test
    void aRunnerThatRepeatsItsFailureUsesUpNoAttempt() {
        ScheduleDefinition retried = Definition.with(
                SCHEDULE, "retry", Json.object().put("max_attempts", 3).put("backoff_seconds", 60));
        UUID job = fired(retried);
        running(job, 1);
        JobReport.Failed withoutAttempt = new JobReport.Failed("acme", job, null, "boom", null, true);
        assertThat(partition.report(withoutAttempt)).isInstanceOf(Outcome.Applied.class);
        assertThat(partition.report(withoutAttempt))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.CONFLICT));
        assertThat(partition.job(job).attempt()).isEqualTo(2);
    }

    private ScheduleView schedule() {
        return partition.schedule(SCHEDULE.key());
    }

    @Test
    void completesAndCallsBack() {
        UUID job = fired(SCHEDULE);
        running(job, 1);
        assertThat(partition.job(job))
                .returns(JobStatus.RUNNING, Job::status)
                .returns(3, Job::deploymentVersion)
                .returns(TEN, Job::scheduledAt);
        completed(job, 1);

        assertThat(partition.job(job).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(deliveries()).singleElement().satisfies(deliver -> {
            assertThat(deliver.url()).isEqualTo("https://example.org/hook");
            assertThat(deliver.secrets()).containsExactly("ciphertext");
            JsonNode body = Json.read(deliver.body().getBytes(java.nio.charset.StandardCharsets.UTF_8), JsonNode.class);
            assertThat(body.path("event").asText()).isEqualTo("job.completed");
            assertThat(body.path("job_id").asText()).isEqualTo(job.toString());
            assertThat(body.path("scheduled_at").asText()).isEqualTo("2027-01-10T10:00:00.000Z");
            assertThat(body.path("result")).isEqualTo(Json.object().put("ok", true));
            assertThat(body.has("error")).isTrue();
        });
        assertThat(schedule().lastError()).isNull();
    }

    private static JsonNode nested(int levels) {
        return Json.read(("[".repeat(levels) + "]".repeat(levels)).getBytes(UTF_8), JsonNode.class);
    }

    /** What is kept of it must be read again, by retention and by the next owner. */
    @Test
    void aResultThatIsNestedTooDeepGoesToDeadLetters() {
        UUID job = fired(SCHEDULE);
        running(job, 1);
        partition.report(new JobReport.Completed("acme", job, 1, nested(101)));
        assertThat(partition.job(job).status()).isEqualTo(JobStatus.RUNNING);
        assertThat(partition.events(Topic.DEAD_LETTERS))
                .singleElement()
                .satisfies(letter -> assertThat(letter.path("reason").asText()).contains("nested deeper than 100"));

        partition.report(new JobReport.Completed("acme", job, 1, nested(100)));
        assertThat(partition.job(job).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void theFirstFinalReportWins() {
        UUID job = fired(SCHEDULE);
        running(job, 1);
        completed(job, 1);
        assertThat(failed(job, 1, false))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.CONFLICT));
        assertThat(partition.job(job).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void failuresAreCountedUntilOneCompletes() {
        UUID job = fired(SCHEDULE);
        running(job, 1);
        failed(job, 1, false);
        assertThat(schedule().consecutiveFailures()).isEqualTo(1);
        assertThat(schedule().lastError()).isEqualTo("boom");

        partition.run(Duration.ofHours(1), Duration.ofSeconds(10));
        UUID next = partition.fires().getLast().jobId();
        running(next, 1);
        completed(next, 1);
        assertThat(schedule().consecutiveFailures()).isZero();
        assertThat(schedule().lastError()).isNull();
    }

    @Test
    void aSilentDispatcherLosesItsLeaseAndTheJobIsLaunchedAgain() {
        UUID job = fired(SCHEDULE);
        running(job, 1);
        partition.run(Duration.ofSeconds(20), Duration.ofSeconds(1));
        partition.report(new JobReport.Heartbeat("acme", job, 1));
        partition.run(Duration.ofSeconds(29), Duration.ofSeconds(1));
        assertThat(launches()).isEmpty();
        partition.run(Duration.ofSeconds(2), Duration.ofSeconds(1));

        assertThat(launches())
                .singleElement()
                .returns(2, DispatchWork.Launch::attempt)
                .returns(job, DispatchWork.Launch::jobId);
        // What the first dispatcher still says of its launch does not renew the second one's lease.
        assertThat(running(job, 1)).isInstanceOf(Outcome.Refused.class);
        running(job, 2);
        completed(job, 1);
        assertThat(partition.job(job).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aJobTimesOutAlsoWhenEveryDispatcherIsDead() {
        ScheduleDefinition once = Definition.with(SCHEDULE, "cron_expr", "0 10 * * *");
        UUID job = fired(Definition.with(once, "timeout_seconds", 90));
        running(job, 1);
        // Launched again at the end of its lease, and nobody takes it.
        partition.run(Duration.ofSeconds(89), Duration.ofSeconds(1));
        assertThat(partition.job(job).status()).isEqualTo(JobStatus.QUEUED);
        assertThat(launches()).hasSize(1);
        partition.run(Duration.ofSeconds(2), Duration.ofSeconds(1));
        assertThat(partition.job(job).status()).isEqualTo(JobStatus.FAILED);
        assertThat(partition.job(job).error()).isEqualTo("timed out after 90 s");
        assertThat(completed(job, 2)).isInstanceOf(Outcome.Refused.class);
    }

    /** After a takeover reports are read seconds late, and the end of a short job lies behind its beginning. */
    @Test
    void aDeadlineCountsFromWhenTheBeginningIsRead() {
        UUID job = fired(Definition.with(SCHEDULE, "timeout_seconds", 10));
        Instant begun = partition.now();
        partition.run(Duration.ofSeconds(17), Duration.ofSeconds(1));
        partition.record(
                Topic.JOB_REPORTS,
                new EntityKey("acme", job).toString(),
                Json.bytes(new JobReport.Running("acme", job, 1, new UUID(1, 1), new UUID(2, 2), 3, "d1")),
                Map.of(),
                begun);
        partition.run(Duration.ofSeconds(9), Duration.ofSeconds(1));
        assertThat(partition.job(job).status()).isEqualTo(JobStatus.RUNNING);
        completed(job, 1);
        assertThat(partition.job(job).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aRunnerThatReportsOnItsOwnHasADeadlineAndNoLease() {
        UUID job = fired(Definition.with(SCHEDULE, "timeout_seconds", 100));
        running(job, 1);
        partition.report(new JobReport.Accepted("acme", job, 1));
        partition.run(Duration.ofSeconds(99), Duration.ofSeconds(1));
        assertThat(partition.job(job).status()).isEqualTo(JobStatus.RUNNING);
        assertThat(launches()).isEmpty();
        partition.run(Duration.ofSeconds(2), Duration.ofSeconds(1));

        assertThat(partition.job(job).status()).isEqualTo(JobStatus.FAILED);
        assertThat(partition.job(job).error()).isEqualTo("timed out after 100 s");
        assertThat(schedule().lastError()).isEqualTo("timed out after 100 s");
        assertThat(deliveries()).singleElement().returns("job.failed", DispatchWork.Deliver::eventType);
    }

    @Test
    void aFailureIsRetriedWithADoublingBackoff() {
        UUID job = fired(Definition.with(SCHEDULE, "retry", new Retry(3, 10)));
        running(job, 1);
        failed(job, 1, true);
        partition.run(Duration.ofSeconds(9), Duration.ofSeconds(1));
        assertThat(launches()).isEmpty();
        partition.run(Duration.ofSeconds(2), Duration.ofSeconds(1));
        assertThat(launches()).singleElement().returns(2, DispatchWork.Launch::attempt);
        running(job, 2);
        failed(job, 2, true);
        partition.run(Duration.ofSeconds(19), Duration.ofSeconds(1));
        assertThat(launches()).isEmpty();
        partition.run(Duration.ofSeconds(2), Duration.ofSeconds(1));
        assertThat(launches()).singleElement().returns(3, DispatchWork.Launch::attempt);
        running(job, 3);
        failed(job, 3, true);
        assertThat(partition.job(job).status()).isEqualTo(JobStatus.FAILED);
        assertThat(schedule().consecutiveFailures()).isEqualTo(1);
    }

    @Test
    void cancellingTouchesNeitherErrorNorCallback() {
        UUID job = fired(SCHEDULE);
        partition.act(new Action.CancelJob("acme", job), new EntityKey("acme", job));
        assertThat(partition.job(job).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(schedule().consecutiveFailures()).isZero();
        assertThat(deliveries()).isEmpty();
        assertThat(completed(job, null)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aLaunchedJobOutlivesItsSchedule() {
        UUID job = fired(SCHEDULE);
        partition.delete(SCHEDULE.key());
        assertThat(partition.job(job).params()).isEqualTo(SCHEDULE.params());
        running(job, 1);
        completed(job, 1);
        assertThat(deliveries()).hasSize(1);
    }

    @Test
    void aJobKeepsTheParametersItWasFiredWith() {
        UUID job = fired(SCHEDULE);
        ObjectNode other = Json.object().put("n", 99);
        partition.update(Definition.with(SCHEDULE, "params", other), 1, "params");
        assertThat(partition.job(job).params().toString())
                .isEqualTo(SCHEDULE.params().toString());
    }

    @Test
    void theSameNonceIsTheSameJob() {
        UUID first = Ids.random(START, 7);
        UUID second = Ids.random(START, 7);
        Outcome once = partition.act(adHoc(first, "n1"), new EntityKey("acme", first));
        Outcome again = partition.act(adHoc(second, "n1"), new EntityKey("acme", second));
        assertThat(again.toString()).isEqualTo(once.toString());
        assertThat(launches()).singleElement().returns(first, DispatchWork.Launch::jobId);
        assertThat(partition.ask(new Query.ListJobs("acme", null, null, null, null, 10)))
                .hasSize(1);
    }

    private static Action.CreateJob adHoc(UUID id, String nonce) {
        return new Action.CreateJob("acme", id, "echo", Json.object(), nonce, 900, null, null, false);
    }

    @Test
    void aFailedDeliveryIsTriedAgainUnderTheSameIdAndGivenUpAfterTheLastAttempt() {
        UUID job = fired(SCHEDULE);
        running(job, 1);
        completed(job, 1);
        DispatchWork.Deliver first = deliveries().getFirst();
        for (int attempt = 1; attempt <= 8; attempt++) {
            partition.report(new DeliveryReport.Started("acme", first.deliveryId(), attempt));
            partition.report(attempted(first, attempt, DeliveryReport.Verdict.RETRY));
            partition.run(Duration.ofHours(13), Duration.ofHours(1));
            List<DispatchWork.Deliver> again = deliveries();
            if (attempt < 8) {
                assertThat(again).singleElement().satisfies(deliver -> {
                    assertThat(deliver.deliveryId()).isEqualTo(first.deliveryId());
                    assertThat(deliver.body()).isEqualTo(first.body());
                });
                assertThat(again.getFirst().attempt()).isEqualTo(attempt + 1);
            } else {
                assertThat(again).isEmpty();
            }
        }
        assertThat(partition.events(Topic.DEAD_LETTERS))
                .singleElement()
                .satisfies(letter -> assertThat(letter.path("reason").asText()).contains("attempt 8"));
    }

    @Test
    void aDispatcherThatDiesWithADeliveryLosesIt() {
        UUID job = fired(SCHEDULE);
        running(job, 1);
        completed(job, 1);
        DispatchWork.Deliver deliver = deliveries().getFirst();
        partition.report(new DeliveryReport.Started("acme", deliver.deliveryId(), 1));
        partition.run(Duration.ofSeconds(31), Duration.ofSeconds(1));
        assertThat(deliveries())
                .singleElement()
                .returns(deliver.deliveryId(), DispatchWork.Deliver::deliveryId)
                .returns(1, DispatchWork.Deliver::attempt);
        partition.report(attempted(deliver, 1, DeliveryReport.Verdict.DELIVERED));
        partition.run(Duration.ofSeconds(60), Duration.ofSeconds(1));
        assertThat(deliveries()).isEmpty();
        assertThat(partition.events(Topic.DELIVERY_EVENTS))
                .last()
                .satisfies(event -> assertThat(event.path("outcome").asText()).isEqualTo("delivered"));
    }

    private static DeliveryReport attempted(DispatchWork.Deliver deliver, int attempt, DeliveryReport.Verdict verdict) {
        return new DeliveryReport.Attempted(
                "acme", deliver.deliveryId(), attempt, verdict, 500, "status 500", null, 12, Map.of(), null);
    }
}
