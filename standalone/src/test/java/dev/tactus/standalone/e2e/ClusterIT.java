package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.testkit.JavaProcess;
import dev.tactus.testkit.RecordingReceiver;
import dev.tactus.testkit.TopicReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processors, two APIs, a dispatcher and a broker, each service in a JVM of its own. */
class ClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STARTED = Duration.ofSeconds(120);
    private static final int READS = Integer.getInteger("tactus.it.reads", 1_000);

    @TempDir
    private Path folder;

    @Test
    void doesTheMainJobAndSurvivesTheDeathOfAnOwnerInATransaction() throws Exception {
        try (ServiceProcesses services = new ServiceProcesses(folder, 2);
                RecordingReceiver receiver = RecordingReceiver.start()) {
            List<JavaProcess> processors = List.of(services.processor(0), services.processor(1));
            TactusClient one = services.api(0);
            TactusClient other = services.api(1);
            services.dispatcher(0);
            awaitReady(one);
            awaitReady(other);
            deployEcho(one);
            awaitBothOwn(services);

            theMainJob(one, other, receiver);
            readsThroughTheOtherApiNeverMiss(one, other);
            anOwnerDies(services, processors, one, receiver);
        }
    }

    @Test
    void whatIsDeletedWhileNoProcessorRunsDoesNotFireWhenOneComesBack() throws Exception {
        try (ServiceProcesses services = new ServiceProcesses(folder, 1);
                TopicReader events = TopicReader.open(services.bootstrapServers(), "schedule-events")) {
            JavaProcess processor = services.processor(0);
            TactusClient client = services.api(0);
            awaitReady(client);
            deployEcho(client);
            Instant instant = Instant.now().plusSeconds(15);
            UUID deleted = client.create(Schedules.at(instant));
            UUID kept = client.create(Schedules.at(instant));
            processor.kill();

            // What an API that had taken the request sends; it would be answered 504 until a processor is back.
            send(services.bootstrapServers(), new EntityKey("dev", deleted));
            services.processor(0);

            events.await(
                    event -> text(event).contains(deleted.toString())
                            && text(event).contains("schedule.deleted"),
                    PATIENCE);
            try (TopicReader fires = TopicReader.open(services.bootstrapServers(), Fires.TOPIC)) {
                fires.await(
                        fire -> Fires.value(fire).path("schedule_id").asText().equals(kept.toString()), PATIENCE);
                assertThat(Fires.field(fires.readToEnd(PATIENCE), "schedule_id"))
                        .doesNotContain(deleted.toString());
            }
        }
    }

    private static void theMainJob(TactusClient one, TactusClient other, RecordingReceiver receiver) {
        UUID schedule = one.create(
                Schedules.withCallback(Schedules.at(Instant.now().plusSeconds(8)), receiver.uri("/cluster"), "secret"));
        receiver.await(request -> request.path().equals("/cluster"), PATIENCE);
        assertThat(other.get(schedule).path("last_job_id").isNull()).isFalse();
    }

    private static void readsThroughTheOtherApiNeverMiss(TactusClient one, TactusClient other) {
        for (int i = 0; i < READS; i++) {
            UUID schedule = one.create(Schedules.yearly());
            assertThat(other.post("schedules/get", TactusClient.id(schedule)).status())
                    .as("read %d", i)
                    .isEqualTo(200);
        }
    }

    /** Every second each of many schedules fires; then an owner of half of them is killed in the middle of its work. */
    private static void anOwnerDies(
            ServiceProcesses services, List<JavaProcess> processors, TactusClient client, RecordingReceiver receiver)
            throws Exception {
        Set<String> schedules = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            schedules.add(client.create(Schedules.everySecond()).toString());
        }
        try (TopicReader fires = TopicReader.open(services.bootstrapServers(), Fires.TOPIC)) {
            fires.awaitCount(400, fire -> isOf(fire, schedules), PATIENCE);
            Set<Integer> victims = ownedBy(services, 0);
            assertThat(victims).as("the victim owns active partitions").isNotEmpty();
            killInATransaction(services, processors.get(0), victims);
            Instant killed = Instant.now();

            fires.await(
                    fire -> isOf(fire, schedules)
                            && victims.contains(fire.partition())
                            && fire.timestamp() > killed.toEpochMilli(),
                    PATIENCE);
            // The new owner has caught up with what came due meanwhile.
            Instant reached = Instant.now().plusSeconds(5);
            for (int partition : victims) {
                fires.await(
                        fire -> isOf(fire, schedules)
                                && fire.partition() == partition
                                && scheduledAt(fire).isAfter(reached),
                        PATIENCE);
            }
            assertThatNoneIsLostOrDoubled(fires.readToEnd(PATIENCE), schedules);
        }
    }

    private static void assertThatNoneIsLostOrDoubled(
            List<ConsumerRecord<byte[], byte[]>> fires, Set<String> schedules) {
        Map<String, TreeSet<Instant>> instants = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> fire : fires) {
            String schedule = Fires.value(fire).path("schedule_id").asText();
            if (schedules.contains(schedule)) {
                assertThat(instants.computeIfAbsent(schedule, id -> new TreeSet<>())
                                .add(scheduledAt(fire)))
                        .as("a second fire of %s at %s", schedule, scheduledAt(fire))
                        .isTrue();
            }
        }
        assertThat(instants.keySet()).isEqualTo(schedules);
        instants.forEach((schedule, seen) -> assertThat(
                        Duration.between(seen.first(), seen.last()).toSeconds() + 1)
                .as("fires of %s from %s to %s", schedule, seen.first(), seen.last())
                .isEqualTo(seen.size()));
    }

    /** Kills it at a moment at which one of its partitions holds records of an open transaction. */
    private static void killInATransaction(ServiceProcesses services, JavaProcess victim, Set<Integer> partitions)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()))) {
            for (int attempt = 0; attempt < 2_000; attempt++) {
                if (openTransaction(admin, partitions)) {
                    // It may commit between the look and this; frozen, it can't between this and the next look.
                    victim.freeze();
                    if (openTransaction(admin, partitions)) {
                        victim.kill();
                        return;
                    }
                    victim.thaw();
                }
            }
        }
        throw new AssertionError("the victim was never found in a transaction");
    }

    private static boolean openTransaction(Admin admin, Set<Integer> partitions) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(new TopicPartition(Fires.TOPIC, partition), OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> stable = admin.listOffsets(
                        asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get();
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(asked).all().get();
        return ends.entrySet().stream()
                .anyMatch(end ->
                        stable.get(end.getKey()).offset() < end.getValue().offset());
    }

    private static void awaitBothOwn(ServiceProcesses services) {
        await("both processors own partitions")
                .atMost(STARTED)
                .until(() ->
                        !ownedBy(services, 0).isEmpty() && !ownedBy(services, 1).isEmpty());
    }

    private static Set<Integer> ownedBy(ServiceProcesses services, int processor) throws Exception {
        URI owners = URI.create("http://127.0.0.1:" + services.internalPort(processor) + "/internal/owners");
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(owners)
                                .header("x-tactus-token", ServiceProcesses.TOKEN)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        Set<Integer> owned = new HashSet<>();
        Json.read(answer.body(), JsonNode.class).path("owners").properties().forEach(owner -> {
            if (owner.getValue().asText().endsWith(":" + services.internalPort(processor))) {
                owned.add(Integer.valueOf(owner.getKey()));
            }
        });
        return owned;
    }

    private static void awaitReady(TactusClient client) {
        await("the API is ready")
                .atMost(STARTED)
                .until(() -> client.post("schedules/list", Json.object()).status() == 200);
    }

    private static void deployEcho(TactusClient client) {
        client.post(
                        "workflows/create",
                        Json.object()
                                .put("name", "echo")
                                .set("runner", Json.object().put("type", "echo")))
                .ok();
    }

    private static void send(String bootstrapServers, EntityKey key) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> command = new ProducerRecord<>(
                    Topic.SCHEDULE_COMMANDS.topicName(),
                    new Partitions(4).of(key.id()),
                    key.bytes(),
                    new ScheduleCommand.Delete().bytes());
            CommandHeaders.of(UUID.randomUUID(), "test").write(command.headers());
            producer.send(command).get();
        }
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> fire, Set<String> schedules) {
        return schedules.contains(Fires.value(fire).path("schedule_id").asText());
    }

    private static Instant scheduledAt(ConsumerRecord<byte[], byte[]> fire) {
        return Instant.parse(Fires.value(fire).path("scheduled_at").asText());
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
