package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import dev.tactus.testkit.JavaProcess;
import dev.tactus.testkit.TopicReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit as an operator runs it, beside the services: clean after a kill -9, and not clean after a forgery. */
class AuditIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** What a run of the command came to. */
    private record Ran(int exitCode, List<String> lines) {}

    @Test
    void isCleanAfterAKillAndNamesAFireThatComesTwice() throws Exception {
        Path data = folder.resolve("data");
        List<UUID> lasting = new ArrayList<>();
        try (DevProcess dev = DevProcess.start(data);
                TopicReader fires = TopicReader.open(dev.bootstrapServers(), Fires.TOPIC)) {
            lasting.addAll(traffic(dev.client(), fires));
            dev.kill();
        }
        try (DevProcess dev = DevProcess.start(data);
                TopicReader fires = TopicReader.open(dev.bootstrapServers(), Fires.TOPIC)) {
            Instant to = Instant.now();
            lasting.forEach(schedule -> fires.await(fire -> isOf(fire, schedule, to), PATIENCE));

            Ran clean = audit(dev.bootstrapServers(), "--to", to.toString());
            assertThat(clean.exitCode()).as("%s", clean.lines()).isZero();
            assertThat(clean.lines()).last().asString().isEqualTo("0 lost, 0 doubled, 0 unexplained: clean");

            ConsumerRecord<byte[], byte[]> forged = fires.await(fire -> isOf(fire, lasting.getFirst()), PATIENCE);
            append(dev.bootstrapServers(), forged);
            Ran doubled = audit(dev.bootstrapServers(), "--to", to.toString());
            assertThat(doubled.exitCode()).as("%s", doubled.lines()).isEqualTo(1);
            assertThat(doubled.lines())
                    .filteredOn(line -> line.startsWith("doubled"))
                    .singleElement()
                    .asString()
                    .contains(lasting.getFirst().toString())
                    .contains(Fires.value(forged).path("scheduled_at").asText())
                    .contains(Fires.TOPIC + "-" + forged.partition() + "@");
            assertThat(doubled.lines()).last().asString().isEqualTo("0 lost, 1 doubled, 0 unexplained: NOT CLEAN");

            Ran json = audit(dev.bootstrapServers(), "--to", to.toString(), "--tenant", "dev", "--json");
            assertThat(json.lines())
                    .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class)
                            .path("what")
                            .asText())
                    .containsExactly("doubled", "summary");
        }
        Ran unreachable = audit("127.0.0.1:1");
        assertThat(unreachable.exitCode()).isEqualTo(2);
        assertThat(unreachable.lines()).singleElement().asString().startsWith("tactus: cannot audit: ");
    }

    /** Every way in which a definition changes, and fires before and after each. */
    private static List<UUID> traffic(TactusClient client, TopicReader fires) {
        UUID steady = client.create(Schedules.everySecond());
        UUID changed = client.create(Schedules.everySecond());
        UUID paused = client.create(Schedules.everySecond());
        UUID deleted = client.create(Schedules.everySecond());
        client.create(Schedules.at(Instant.now().plusSeconds(5)));
        List.of(steady, changed, paused, deleted)
                .forEach(schedule -> fires.awaitCount(2, fire -> isOf(fire, schedule), PATIENCE));
        client.post("schedules/update", TactusClient.id(changed).put("timeout_seconds", 60))
                .ok();
        client.post("schedules/update", TactusClient.id(paused).put("enabled", false))
                .ok();
        client.post("schedules/delete", TactusClient.id(deleted)).ok();
        client.post("schedules/trigger", TactusClient.id(steady)).ok();
        Instant later = Instant.now().plusSeconds(2);
        fires.await(fire -> isOf(fire, steady, later), PATIENCE);
        client.post("schedules/update", TactusClient.id(paused).put("enabled", true))
                .ok();
        fires.await(fire -> isOf(fire, paused, later), PATIENCE);
        return List.of(steady, changed, paused);
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> fire, UUID schedule) {
        return Fires.value(fire).path("schedule_id").asText().equals(schedule.toString());
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> fire, UUID schedule, Instant from) {
        return isOf(fire, schedule)
                && !Instant.parse(Fires.value(fire).path("scheduled_at").asText())
                        .isBefore(from);
    }

    private static void append(String bootstrapServers, ConsumerRecord<byte[], byte[]> fire) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            fire.topic(), fire.partition(), fire.timestamp(), fire.key(), fire.value(), fire.headers()))
                    .get();
        }
    }

    private Ran audit(String bootstrapServers, String... more) {
        List<String> args = new ArrayList<>(List.of("audit", "--bootstrap", bootstrapServers));
        args.addAll(List.of(more));
        try (JavaProcess process = JavaProcess.of("dev.tactus.standalone.Tactus")
                .jvm("-Xmx128m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED")
                .args(args.toArray(String[]::new))
                .start(folder.resolve("audit.out"))) {
            int exitCode = process.awaitExit(PATIENCE);
            process.awaitLine(
                    line -> line.contains("clean")
                            || line.contains("CLEAN")
                            || line.contains("summary")
                            || line.contains("cannot audit"),
                    PATIENCE);
            return new Ran(
                    exitCode,
                    process.lines().stream()
                            .filter(line -> !line.startsWith("WARNING: "))
                            .toList());
        }
    }
}
