package dev.tactus.standalone.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's recipe for a replay: the fires since a timestamp, into another topic. */
class ReplayRecipeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void firesSinceATimestampGoToAnotherTopic() throws Exception {
        try (DevProcess dev = DevProcess.start(folder.resolve("data"));
                TopicReader fires = TopicReader.open(dev.bootstrapServers(), Fires.TOPIC)) {
            UUID early = triggered(dev.client());
            ConsumerRecord<byte[], byte[]> first = fires.await(fire -> isOf(fire, early), PATIENCE);
            UUID late = triggered(dev.client());
            fires.await(fire -> isOf(fire, late), PATIENCE);

            replay(dev.bootstrapServers(), Instant.ofEpochMilli(first.timestamp() + 1));

            try (TopicReader replayed = TopicReader.open(dev.bootstrapServers(), "fires-replayed")) {
                assertThat(Fires.field(replayed.readToEnd(PATIENCE), "schedule_id"))
                        .containsExactly(late.toString());
            }
        }
    }

    private static UUID triggered(TactusClient client) {
        UUID schedule = client.create(Schedules.yearly());
        client.post("schedules/trigger", TactusClient.id(schedule)).ok();
        return schedule;
    }

    private static void replay(String bootstrapServers, Instant instant) throws Exception {
        Map<String, Object> reading =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        Map<String, Object> writing = Map.of("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(writing);
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Fires.TOPIC).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            admin.createTopics(
                            List.of(new NewTopic("fires-replayed", Optional.of(partitions.size()), Optional.empty())))
                    .all()
                    .get();
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> since = partitions.stream().collect(toMap(p -> p, p -> instant.toEpochMilli()));
            consumer.assign(partitions);
            consumer.offsetsForTimes(since).forEach((p, o) -> consumer.seek(p, o == null ? end.get(p) : o.offset()));
            while (partitions.stream().anyMatch(p -> consumer.position(p) < end.get(p))) {
                for (ConsumerRecord<byte[], byte[]> fire : consumer.poll(Duration.ofMillis(200))) {
                    producer.send(new ProducerRecord<>(
                            "fires-replayed", fire.partition(), fire.key(), fire.value(), fire.headers()));
                }
            }
            producer.flush();
        }
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> fire, UUID schedule) {
        return Fires.value(fire).path("schedule_id").asText().equals(schedule.toString());
    }
}
