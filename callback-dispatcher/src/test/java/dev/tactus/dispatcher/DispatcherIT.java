package dev.tactus.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.secret.JobTokens;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import dev.tactus.testkit.Scrape;
import dev.tactus.testkit.TopicReader;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main job of the dispatcher on a real broker: fires become launches, deliveries become signed callbacks. */
class DispatcherIT {
    private static Platform platform;
    private static DispatcherService dispatcher;

    private final RecordingReceiver receiver = RecordingReceiver.start();
    private final UUID schedule = Ids.random(Instant.now());
    private final ObjectNode params = Json.object().put("report", "daily").put("rows", 7);

    @BeforeAll
    static void start() {
        platform = new Platform();
        dispatcher = platform.start();
    }

    @AfterAll
    static void stop() {
        dispatcher.close();
        platform.close();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void launchesAFireOnEchoAndReportsWhatRan() {
        platform.deploy("echo", new Runner.Echo());
        FireEvent fire = Platform.fireOf(schedule, "echo", params);
        platform.fire(fire);

        JobReport.Running running = platform.report(fire.jobId(), JobReport.Running.class);
        assertThat(running.deploymentVersion()).isEqualTo(3);
        assertThat(running.attempt()).isEqualTo(1);
        assertThat(running.workflowId()).isNotNull();
        assertThat(platform.report(fire.jobId(), JobReport.Completed.class).result())
                .isEqualTo(params);
    }

    @Test
    void launchesOverHttpWithASignedDocument() throws Exception {
        platform.deploy(
                "over-http",
                platform.httpRunner("over-http", receiver.uri("/run?x=1").toString(), "s3cret"));
        receiver.next(Answer.json("{\"rows\":7}"));
        FireEvent fire = Platform.fireOf(schedule, "over-http", params);
        platform.fire(fire);

        assertThat(platform.report(fire.jobId(), JobReport.Completed.class).result())
                .isEqualTo(Json.object().put("rows", 7));
        ReceivedRequest request = receiver.requests().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/run?x=1");
        assertThat(request.header("content-type")).contains("application/json");
        JsonNode document = Json.read(request.body(), JsonNode.class);
        assertThat(document.get("job_id").asText()).isEqualTo(fire.jobId().toString());
        assertThat(document.get("workflow").asText()).isEqualTo("over-http");
        assertThat(document.get("schedule_id").asText()).isEqualTo(schedule.toString());
        assertThat(document.get("scheduled_at").asText()).isEqualTo(Json.text(fire.scheduledAt()));
        assertThat(document.get("attempt").asInt()).isEqualTo(1);
        assertThat(document.get("params")).isEqualTo(params);
        assertThat(Instant.parse(document.get("deadline").asText())).isAfter(Instant.now());
        assertThat(document.has("deployment_id")).isTrue();
        assertIsItsToken(document, fire);
        verify(request, "s3cret");
    }

    @Test
    void leavesAnAcceptedJobToItsRunner() {
        platform.deploy("async", platform.httpRunner("async", receiver.uri("/").toString(), "s"));
        receiver.next(Answer.status(202));
        FireEvent fire = Platform.fireOf(schedule, "async", params);
        platform.fire(fire);
        platform.report(fire.jobId(), JobReport.Accepted.class);
    }

    @Test
    void reportsARunnerThatFails() {
        platform.deploy(
                "failing", platform.httpRunner("failing", receiver.uri("/").toString(), "s"));
        receiver.next(Answer.status(500).body("out of paper"));
        FireEvent fire = Platform.fireOf(schedule, "failing", params);
        platform.fire(fire);
        JobReport.Failed failed = platform.report(fire.jobId(), JobReport.Failed.class);
        assertThat(failed.error()).isEqualTo("the runner answered 500: out of paper");
        assertThat(failed.retryable()).isTrue();
    }

    @Test
    void failsAJobOfAnUnknownWorkflowForGood() {
        FireEvent fire = Platform.fireOf(schedule, "nowhere", params);
        platform.fire(fire);
        platform.report(fire.jobId(), JobReport.Running.class);
        JobReport.Failed failed = platform.report(fire.jobId(), JobReport.Failed.class);
        assertThat(failed.error()).isEqualTo("workflow nowhere does not exist");
        assertThat(failed.retryable()).isFalse();
    }

    @Test
    void launchesAFurtherAttemptFromDispatchWork() {
        platform.deploy("echo", new Runner.Echo());
        UUID job = Ids.random(Instant.now());
        platform.due(new DispatchWork.Launch(Platform.TENANT, job, 2, "echo", params, 60, null, null, null), job);
        assertThat(platform.report(job, JobReport.Running.class).attempt()).isEqualTo(2);
        assertThat(platform.report(job, JobReport.Completed.class).attempt()).isEqualTo(2);
    }

    @Test
    void handsAJobToATenantsTopic() throws Exception {
        try (Admin admin = Admin.create(platform.kafkaObjects())) {
            admin.createTopics(Set.of(new NewTopic("acme.jobs", 1, (short) 1)))
                    .all()
                    .get();
        }
        platform.deploy("by-kafka", new Runner.Kafka("acme.jobs"));
        FireEvent fire = Platform.fireOf(schedule, "by-kafka", params);
        platform.fire(fire);
        platform.report(fire.jobId(), JobReport.Accepted.class);
        try (TopicReader topic = TopicReader.open(platform.broker.bootstrapServers(), "acme.jobs")) {
            ConsumerRecord<byte[], byte[]> record = topic.await(any -> true, Platform.SOON);
            JsonNode document = Json.read(record.value(), JsonNode.class);
            assertThat(document.get("job_id").asText()).isEqualTo(fire.jobId().toString());
            assertIsItsToken(document, fire);
        }
    }

    @Test
    void neverWritesATenantsRecordToThePlatformsTopics() {
        platform.deploy("forger", new Runner.Kafka("schedule-fires"));
        FireEvent fire = Platform.fireOf(schedule, "forger", params);
        platform.fire(fire);
        assertThat(platform.report(fire.jobId(), JobReport.Failed.class).error())
                .startsWith("the topic schedule-fires is not one of acme");
    }

    @Test
    void deliversASignedCallback() throws Exception {
        receiver.next(Answer.status(200).body("thanks"));
        DispatchWork.Deliver work = delivery(receiver.uri("/hook").toString(), "whsec_c2VjcmV0LW9mLWFjbWU=", "older");
        platform.due(work, work.jobId());

        platform.report(work, DeliveryReport.Started.class);
        DeliveryReport.Attempted attempted = platform.report(work, DeliveryReport.Attempted.class);
        assertThat(attempted.verdict()).isEqualTo(DeliveryReport.Verdict.DELIVERED);
        assertThat(attempted.status()).isEqualTo(200);
        assertThat(attempted.error()).isNull();
        assertThat(attempted.response()).isEqualTo("thanks");
        ReceivedRequest request = receiver.requests().getFirst();
        assertThat(request.text()).isEqualTo(work.body());
        assertThat(request.header("x-event-type")).contains("job.completed");
        assertThat(request.header("webhook-id")).contains(work.deliveryId().toString());
        assertThat(request.header("content-type")).contains("application/json");
        verify(request, "whsec_c2VjcmV0LW9mLWFjbWU=");
        verify(request, "older");
    }

    @Test
    void tellsItsMetrics() {
        platform.deploy("echo", new Runner.Echo());
        Scrape before = scrape();
        FireEvent fire = Platform.fireOf(schedule, "echo", params);
        platform.fire(fire);
        platform.report(fire.jobId(), JobReport.Completed.class);
        DispatchWork.Deliver work = delivery(receiver.uri("/metrics").toString(), "s");
        platform.due(work, work.jobId());
        platform.report(work, DeliveryReport.Attempted.class);

        Scrape after = scrape();
        for (String moved : List.of(
                "tactus_dispatcher_attempts_total{kind=\"launch\",outcome=\"completed\"}",
                "tactus_dispatcher_attempts_total{kind=\"delivery\",outcome=\"delivered\"}",
                "tactus_dispatcher_attempt_duration_seconds_count{kind=\"launch\"}",
                "tactus_dispatcher_attempt_duration_seconds_count{kind=\"delivery\"}")) {
            assertThat(after.value(moved)).as(moved).isEqualTo(before.valueOrZero(moved) + 1);
        }
        assertThat(after.value("tactus_dispatcher_circuit_breakers{state=\"closed\"}"))
                .isPositive();
        assertThat(after.value("tactus_dispatcher_circuit_breakers{state=\"open\"}"))
                .isZero();
        assertThat(after.value("tactus_dispatcher_partitions")).isEqualTo(2 * Platform.PARTITIONS.count());
        await().untilAsserted(() -> {
            Scrape quiet = scrape();
            assertThat(quiet.value("tactus_dispatcher_held{kind=\"delivery\"}")).isZero();
            assertThat(quiet.value("tactus_dispatcher_calls_running{kind=\"delivery\"}"))
                    .isZero();
            assertThat(quiet.value("tactus_dispatcher_lag_records{topic=\"schedule-fires\"}"))
                    .isZero();
            assertThat(quiet.value("tactus_dispatcher_lag_records{topic=\"dispatch-work\"}"))
                    .isZero();
        });
        assertThat(after.text()).doesNotContain(Platform.TENANT, "127.0.0.1", "localhost");
    }

    private static Scrape scrape() {
        return Scrape.of(URI.create("http://127.0.0.1:" + dispatcher.healthPort()));
    }

    @Test
    void reportsWhatAReceiverAsksFor() {
        receiver.next(Answer.status(429).with("Retry-After", "120"));
        DispatchWork.Deliver work = delivery(receiver.uri("/").toString(), "s");
        platform.due(work, work.jobId());
        DeliveryReport.Attempted attempted = platform.report(work, DeliveryReport.Attempted.class);
        assertThat(attempted.verdict()).isEqualTo(DeliveryReport.Verdict.RETRY);
        assertThat(attempted.retryAfterSeconds()).isEqualTo(120);
        assertThat(attempted.error()).isEqualTo("the receiver answered 429");
    }

    @Test
    void rejectsADeliveryWhoseSecretIsNotReadable() {
        DispatchWork.Deliver good = delivery(receiver.uri("/").toString(), "s");
        DispatchWork.Deliver work = new DispatchWork.Deliver(
                good.tenant(),
                good.deliveryId(),
                good.jobId(),
                1,
                good.url(),
                good.secrets(),
                "another/owner",
                good.eventType(),
                good.body(),
                false);
        platform.due(work, work.jobId());
        DeliveryReport.Attempted attempted = platform.report(work, DeliveryReport.Attempted.class);
        assertThat(attempted.verdict()).isEqualTo(DeliveryReport.Verdict.REJECTED);
        assertThat(attempted.error()).startsWith("cannot decrypt a secret of another/owner");
        assertThat(receiver.requests()).isEmpty();
    }

    private static DispatchWork.Deliver delivery(String url, String... secrets) {
        UUID job = Ids.random(Instant.now());
        String context = Platform.TENANT + "/" + job + "/callback";
        return new DispatchWork.Deliver(
                Platform.TENANT,
                Ids.random(Instant.now(), Ids.slot(job)),
                job,
                1,
                url,
                List.of(secrets).stream()
                        .map(secret -> platform.secrets.encrypt(secret, context))
                        .toList(),
                context,
                "job.completed",
                "{\"event\": \"job.completed\", \"job_id\": \"" + job + "\", \"é\": 1.50}",
                false);
    }

    /** With the public library, as a receiver would. */
    private void assertIsItsToken(JsonNode document, FireEvent fire) {
        assertThat(JobTokens.of(platform.keyset).tenantOf(document.get("token").asText(), fire.jobId()))
                .contains(Platform.TENANT);
    }

    private static void verify(ReceivedRequest request, String secret) throws Exception {
        String key = secret.startsWith("whsec_")
                ? secret
                : java.util.Base64.getEncoder().encodeToString(secret.getBytes());
        new com.standardwebhooks.Webhook(key)
                .verify(request.text(), HttpHeaders.of(request.headers(), (name, value) -> true));
        assertThat(Map.copyOf(request.headers())).containsKey("x-webhook-signature");
    }
}
