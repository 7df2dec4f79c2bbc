package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.processor.core.CoreSettings;
import dev.tactus.processor.core.ProcessorTopology;
import dev.tactus.testkit.PrivateBroker;
import dev.tactus.testkit.TestBroker;
import dev.tactus.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a processor on a real broker reads first of that which came while there was none. */
@Timeout(300)
class TakeoverIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TENANT = "acme";
    private static final Partitions ONE = new Partitions(1);
    /** More than one fetch and one buffer hold. */
    private static final int REPORTS = 3_000;

    private final PrivateBroker broker = TestBroker.fresh();
    private KafkaProducer<byte[], byte[]> producer;

    @TempDir
    Path dir;

    @BeforeEach
    void connect() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void commandsComeBeforeTheReportsThatWaitBeforeThem() {
        UUID job;
        try (ProcessorService first = started()) {
            create(schedule());
            job = UUID.fromString(awaitEvent(Topic.SCHEDULE_FIRES, fire -> true)
                    .path("job_id")
                    .asText());
            assertThat(first.close(SOON)).isTrue();
        }
        for (int i = 0; i < REPORTS; i++) {
            report(new JobReport.Completed(TENANT, Ids.random(Instant.now(), 0), 1, Json.object()));
        }
        report(new JobReport.Completed(TENANT, job, 1, Json.object()));
        producer.flush();
        ScheduleDefinition later = schedule();
        create(later);

        try (ProcessorService second = started()) {
            JsonNode completed = awaitEvent(
                    Topic.JOB_EVENTS,
                    event -> event.at("/job/status").asText().equals("completed")
                            && event.at("/job/job_id").asText().equals(job.toString()));
            JsonNode created = awaitEvent(
                    Topic.SCHEDULE_EVENTS,
                    event ->
                            event.path("schedule_id").asText().equals(later.id().toString()));
            assertThat(created.path("type").asText()).isEqualTo("schedule.created");
            assertThat(created.path("seq").asLong())
                    .isPositive()
                    .isLessThan(completed.path("seq").asLong());
            assertThat(second.healthy()).isTrue();
        }
    }

    private static ScheduleDefinition schedule() {
        Instant now = Instant.now();
        return ScheduleDefinition.byDefault(TENANT, Ids.random(now, 0), "echo", Json.object(), null, null, 1L, now);
    }

    private ProcessorService started() {
        ProcessorSettings settings = new ProcessorSettings(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                "takeover",
                "a",
                ONE,
                (short) 1,
                dir.resolve("state"),
                1,
                0,
                ProcessorSettings.CLASSIC,
                10_000,
                ProcessorSettings.Timing.DEFAULT,
                ProcessorSettings.Endpoint.LOOPBACK,
                CoreSettings.defaults(ONE));
        ProcessorService service = new ProcessorService(
                settings,
                (owned, commits, inputProgress, wall) ->
                        ProcessorTopology.build(settings.core(), owned, commits, inputProgress, wall));
        service.start();
        await().atMost(SOON).until(() -> service.owners().ready());
        return service;
    }

    private void create(ScheduleDefinition definition) {
        Headers headers = new RecordHeaders();
        CommandHeaders.of(Ids.random(Instant.now(), 0), "test").write(headers);
        send(Topic.SCHEDULE_COMMANDS, definition.key(), new ScheduleCommand.Put(definition).bytes(), headers);
        producer.flush();
    }

    private void report(JobReport report) {
        send(
                Topic.JOB_REPORTS,
                new EntityKey(report.tenant(), report.jobId()),
                Json.bytes(report),
                new RecordHeaders());
    }

    private void send(Topic topic, EntityKey key, byte[] value, Headers headers) {
        producer.send(new ProducerRecord<>(topic.topicName(), 0, key.bytes(), value, headers));
    }

    private JsonNode awaitEvent(Topic topic, Predicate<JsonNode> wanted) {
        try (TopicReader reader = TopicReader.open(broker.bootstrapServers(), topic.topicName())) {
            return read(reader.await(event -> wanted.test(read(event)), SOON));
        }
    }

    private static JsonNode read(ConsumerRecord<byte[], byte[]> event) {
        return Json.read(event.value(), JsonNode.class);
    }
}
