package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeliveryEvent;
import dev.tactus.contracts.delivery.DeliveryOutcome;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DeliveryReport.Attempted;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import dev.tactus.testkit.RefusingPort;
import dev.tactus.testkit.TopicReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A receiver that is down for an hour, with all times a thousandth of what they are. The hour is over when the attempts that
 * lie within it have failed, so it is as long as the machine takes. What is decided is tested in virtual time too, with the
 * times as they are; this is the whole way over Kafka and HTTP.
 */
class ReceiverDownIT {
    private static final int JOBS = 50;
    /** A thousandth of 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h. */
    private static final List<Duration> DELAYS = List.of(
            Duration.ofMillis(5),
            Duration.ofMillis(300),
            Duration.ofMillis(1_800),
            Duration.ofMillis(7_200),
            Duration.ofMillis(18_000),
            Duration.ofMillis(36_000),
            Duration.ofMillis(36_000));
    /** After 0, 5 s, 5 min and 30 min it is down; the attempt two hours later finds it up, or on a slow machine a later one. */
    private static final int IN_AN_HOUR = 4;

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static ServiceProcesses services;
    private static TactusClient client;

    @BeforeAll
    static void start() {
        services = new ServiceProcesses(folder, 1);
        services.processor(
                0,
                Map.of(
                        "processor.delivery-retries",
                        DELAYS.stream().map(Duration::toString).collect(Collectors.joining(",")),
                        "processor.delivery-retry-jitter",
                        "0"));
        services.dispatcher(0);
        client = services.api(0);
        client.post(
                        "workflows/create",
                        Json.object()
                                .put("name", "echo")
                                .set("runner", Json.object().put("type", "echo")))
                .ok();
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void whatIsRefusedAConnectionIsDeliveredOnScheduleOnceSomethingListens() {
        try (RefusingPort port = new RefusingPort();
                TopicReader reports = open(Topic.DELIVERY_REPORTS);
                TopicReader events = open(Topic.DELIVERY_EVENTS)) {
            Set<String> jobs = createJobs(port.uri("/down"));
            awaitAnHour(reports, jobs);
            try (RecordingReceiver receiver = port.up()) {
                assertOnSchedule(jobs, reports, events, "the connection was refused");
                assertThat(receiver.requests())
                        .as("each once")
                        .extracting(ReceiverDownIT::about)
                        .containsExactlyInAnyOrderElementsOf(jobs);
            }
        }
    }

    @Test
    void whatIsAnswered503IsDeliveredOnScheduleOnceItIsAnswered200() {
        try (RecordingReceiver receiver = RecordingReceiver.start();
                TopicReader reports = open(Topic.DELIVERY_REPORTS);
                TopicReader events = open(Topic.DELIVERY_EVENTS)) {
            receiver.otherwise(Answer.status(503));
            Set<String> jobs = createJobs(receiver.uri("/down"));
            awaitAnHour(reports, jobs);
            receiver.otherwise(Answer.status(200));
            assertOnSchedule(jobs, reports, events, "the receiver answered 503");
            Map<String, List<ReceivedRequest>> byId = receiver.requests().stream()
                    .collect(Collectors.groupingBy(
                            request -> request.header("webhook-id").orElseThrow()));
            assertThat(byId).hasSize(JOBS).allSatisfy((id, attempts) -> {
                assertThat(attempts).hasSizeGreaterThan(IN_AN_HOUR);
                assertThat(attempts.stream().map(ReceivedRequest::text).distinct())
                        .hasSize(1);
            });
        }
    }

    private static TopicReader open(Topic topic) {
        return TopicReader.open(services.bootstrapServers(), topic.topicName());
    }

    private static Set<String> createJobs(URI callback) {
        Set<String> jobs = new HashSet<>();
        for (int i = 0; i < JOBS; i++) {
            ObjectNode job = Json.object()
                    .put("workflow", "echo")
                    .put("callback_url", callback.toString())
                    .put("callback_secret", "a secret of the callbacks");
            job.putObject("params");
            jobs.add(client.post("jobs/create", job).ok().path("job_id").asText());
        }
        return jobs;
    }

    /** Each job's attempts within the hour have failed. */
    private static void awaitAnHour(TopicReader reports, Set<String> jobs) {
        reports.awaitCount(
                JOBS,
                record -> jobs.contains(job(record))
                        && attempted(record) instanceof Attempted failed
                        && failed.attempt() == IN_AN_HOUR,
                SOON);
    }

    /** What every attempt of every job was said to be, by the dispatcher that made it and by the processor that planned it. */
    private static void assertOnSchedule(Set<String> jobs, TopicReader reports, TopicReader events, String error) {
        events.awaitCount(
                JOBS,
                record -> jobs.contains(job(record)) && event(record).outcome() == DeliveryOutcome.DELIVERED,
                SOON);
        Map<String, List<DeliveryEvent>> plans = events.records().stream()
                .filter(record -> jobs.contains(job(record)) && event(record).outcome() != DeliveryOutcome.QUEUED)
                .collect(Collectors.groupingBy(
                        ReceiverDownIT::job, Collectors.mapping(ReceiverDownIT::event, Collectors.toList())));
        Map<String, List<Attempt>> attempts = reports.records().stream()
                .filter(record -> jobs.contains(job(record)) && attempted(record) != null)
                .map(Attempt::of)
                .collect(Collectors.groupingBy(Attempt::job));
        assertThat(plans.keySet()).isEqualTo(jobs);
        assertThat(attempts.keySet()).isEqualTo(jobs);
        assertThat(jobs).allSatisfy(job -> assertOnSchedule(attempts.get(job), plans.get(job), error));
    }

    /** Never before it is due. How long after, is the machine's. */
    private static void assertOnSchedule(List<Attempt> attempts, List<DeliveryEvent> plan, String error) {
        List<Integer> numbers =
                IntStream.rangeClosed(1, attempts.size()).boxed().toList();
        assertThat(numbers).hasSizeBetween(IN_AN_HOUR + 1, DELAYS.size() + 1);
        assertThat(attempts).extracting(Attempt::number).isEqualTo(numbers);
        assertThat(plan).extracting(DeliveryEvent::attempt).isEqualTo(numbers);
        for (int i = 1; i < attempts.size(); i++) {
            DeliveryEvent before = plan.get(i - 1);
            Instant due = before.effectiveAt().plus(DELAYS.get(i - 1));
            assertThat(before.nextAttemptAt()).as("by the table").isEqualTo(due);
            assertThat(attempts.get(i).begun()).as("attempt %s", i + 1).isAfterOrEqualTo(due);
        }
        assertThat(attempts.subList(0, attempts.size() - 1))
                .as("down")
                .allSatisfy(failed -> assertThat(failed.error()).contains(error));
        assertThat(attempts.getLast().error()).isNull();
    }

    /** An attempt that was made. */
    private record Attempt(
            String job, int number, Instant begun, @Nullable String error) {
        static Attempt of(ConsumerRecord<byte[], byte[]> record) {
            Attempted report = Objects.requireNonNull(attempted(record));
            Instant reported = Instant.ofEpochMilli(record.timestamp());
            return new Attempt(
                    ReceiverDownIT.job(record),
                    report.attempt(),
                    reported.minusMillis(report.durationMillis()),
                    report.error());
        }
    }

    private static String job(ConsumerRecord<byte[], byte[]> record) {
        return EntityKey.parse(record.key()).id().toString();
    }

    private static @Nullable Attempted attempted(ConsumerRecord<byte[], byte[]> record) {
        return Json.read(record.value(), DeliveryReport.class) instanceof Attempted attempted ? attempted : null;
    }

    private static DeliveryEvent event(ConsumerRecord<byte[], byte[]> record) {
        return Json.read(record.value(), DeliveryEvent.class);
    }

    private static String about(ReceivedRequest request) {
        return Json.read(request.body(), JsonNode.class).path("job_id").asText();
    }
}
