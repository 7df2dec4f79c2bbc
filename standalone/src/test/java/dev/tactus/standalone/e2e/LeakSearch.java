package dev.tactus.standalone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Asserts that no secret lies anywhere that Tactus writes to, and that the same search finds in the same places a marker
 * that is no secret.
 */
final class LeakSearch {
    /** Of the workflow whose jobs go to Kafka. */
    static final String TENANTS_TOPIC = "dev.planted";

    private final Needles secrets;
    private final Needles marker;

    LeakSearch(Needles secrets, Needles marker) {
        this.secrets = secrets;
        this.marker = marker;
    }

    /** In what a client was answered. */
    void answers(byte[] answers) {
        assertThat(secrets.in(answers)).isEmpty();
        assertThat(marker.in(answers)).isNotEmpty();
    }

    /**
     * In every record of every topic, also Kafka's own, also what was rolled back.
     *
     * @param onTopic the one job whose work was sent to the tenant's topic
     */
    void topics(String bootstrapServers, String onTopic) throws Exception {
        Map<String, Set<String>> leaks = new TreeMap<>();
        Set<String> searched = new TreeSet<>();
        Set<String> marked = new TreeSet<>();
        List<String> workers = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records(bootstrapServers)) {
            byte[] all = bytes(record);
            searched.add(record.topic());
            Set<String> found = secrets.in(all);
            if (!found.isEmpty()) {
                leaks.computeIfAbsent(record.topic(), any -> new TreeSet<>()).addAll(found);
            }
            if (!marker.in(all).isEmpty()) {
                marked.add(record.topic());
            }
            if (record.topic().equals(TENANTS_TOPIC)) {
                workers.add(new String(record.value(), UTF_8));
            }
        }
        assertThat(leaks).isEmpty();
        assertThat(searched)
                .contains(
                        "__consumer_offsets", "__transaction_state", "job-reports", "delivery-reports", "dead-letters");
        assertThat(marked)
                .contains(
                        "schedule-commands",
                        "schedule-state",
                        "schedule-events",
                        "schedule-fires",
                        "job-events",
                        "job-reports",
                        "dispatch-work",
                        "registry-commands",
                        "tenant-registry",
                        "tactus-processor-state-changelog");
        // By design: the tenant's own topic carries each job's token to its worker.
        assertThat(workers).singleElement().asString().contains(onTopic, "\"token\":\"tjt_");
    }

    /** In logs and stores; the configurations hold secrets because they are made to. */
    void files(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".yaml"))
                    .toList();
        }
        Set<String> marked = new TreeSet<>();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            assertThat(secrets.in(bytes)).as("%s", file).isEmpty();
            if (!marker.in(bytes).isEmpty()) {
                marked.add(folder.relativize(file).getName(0).toString());
            }
        }
        assertThat(marked).contains("state-0");
        for (String log : List.of("api-0", "api-1", "processor-0", "dispatcher-0", "dispatcher-1")) {
            assertThat(Files.readString(folder.resolve(log + ".out")))
                    .as(log)
                    .contains(log.startsWith("api") ? "the API listens" : " runs");
        }
    }

    /** Every record of every topic. */
    static List<ConsumerRecord<byte[], byte[]>> records(String bootstrapServers) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "exclude.internal.topics", "false");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get()) {
                consumer.partitionsFor(topic)
                        .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static byte[] bytes(ConsumerRecord<byte[], byte[]> record) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        write(all, record.key());
        write(all, record.value());
        record.headers().forEach(header -> {
            write(all, header.key().getBytes(UTF_8));
            write(all, header.value());
        });
        return all.toByteArray();
    }

    /** The bytes and a separator; nothing for null. */
    static void write(ByteArrayOutputStream into, byte[] bytes) {
        if (bytes != null) {
            into.writeBytes(bytes);
            into.write('\n');
        }
    }
}
