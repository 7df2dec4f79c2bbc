package dev.tactus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final String TOPIC = "greetings";
    /** Many, so that their markers take a while. */
    private static final int VICTIM_PARTITIONS = 100;

    @TempDir
    Path folder;

    @Test
    void keepsItsClusterIdItsPortAndItsDataOverARestart() throws Exception {
        String clusterId;
        int port;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            clusterId = clusterId(broker);
            port = broker.port();
            createTopic(broker);
            produceInTransaction(broker, "before");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            assertThat(clusterId(broker)).isEqualTo(clusterId);
            assertThat(broker.port()).isEqualTo(port);
            produceInTransaction(broker, "after");
            assertThat(readAll(broker, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void takesAFreePortWhenItsOwnIsTaken() throws Exception {
        int port;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            port = broker.port();
            createTopic(broker);
            produceInTransaction(broker, "before");
        }
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
                EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            assertThat(broker.port()).isNotEqualTo(taken.getLocalPort());
            produceInTransaction(broker, "after");
            assertThat(readAll(broker, 2)).containsExactly("before", "after");
        }
    }

    /** The transaction is committed, and its markers are not written: the coordinator has that still to do. */
    @Test
    void keepsWhatWasCommittedWhenItsJvmIsKilled() throws Exception {
        Path announced = folder.resolve("bootstrap.txt");
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        VictimBroker.class.getName(),
                        folder.resolve("data").toString(),
                        announced.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("victim.log").toFile())
                .start();
        try {
            assertThat(victim.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            victim.destroyForcibly();
        }
        assertThat(announced).exists();

        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("data"), 0)) {
            assertThat(readAll(broker, VICTIM_PARTITIONS)).hasSize(VICTIM_PARTITIONS);
        }
    }

    /** Commits a transaction, and dies as soon as that is acknowledged. */
    static final class VictimBroker {
        public static void main(String[] args) throws Exception {
            EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), 0);
            createTopic(broker, VICTIM_PARTITIONS);
            KafkaProducer<String, String> producer = producer(broker);
            producer.initTransactions();
            producer.beginTransaction();
            for (int partition = 0; partition < VICTIM_PARTITIONS; partition++) {
                producer.send(new ProducerRecord<>(TOPIC, partition, null, "last words"));
            }
            Files.writeString(Path.of(args[1]), "committing", StandardCharsets.UTF_8);
            producer.commitTransaction();
            Runtime.getRuntime().halt(137);
        }
    }

    @Test
    void refusesAFolderThatAnotherBrokerHolds() {
        try (EmbeddedBroker first = EmbeddedBroker.start(folder, 0)) {
            assertThat(first.port()).isPositive();
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0))
                    .isInstanceOf(DataFolderInUseException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("choose another folder")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void refusesAPortThatIsTakenAndLetsTheFolderGo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, taken.getLocalPort()))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("choose another port")
                    .hasMessageNotContaining("\n");
        }
        EmbeddedBroker.start(folder, 0).close();
    }

    @Test
    void refusesAFolderThatIsAFile() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> EmbeddedBroker.start(file, 0))
                .isInstanceOf(DataFolderUnusableException.class)
                .hasMessageContaining("choose another folder")
                .hasMessageNotContaining("\n");
    }

    @Test
    void createsNoTopicThatNobodyAskedFor() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                Admin admin = admin(broker)) {
            assertThat(admin.describeConfigs(Set.of(new org.apache.kafka.common.config.ConfigResource(
                                    org.apache.kafka.common.config.ConfigResource.Type.BROKER, "1")))
                            .all()
                            .get()
                            .values())
                    .allSatisfy(config -> assertThat(
                                    config.get("auto.create.topics.enable").value())
                            .isEqualTo("false"));
        }
    }

    private static String clusterId(EmbeddedBroker broker) throws Exception {
        try (Admin admin = admin(broker)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        createTopic(broker, 1);
    }

    private static void createTopic(EmbeddedBroker broker, int partitions) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.createTopics(Set.of(new NewTopic(TOPIC, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void produceInTransaction(EmbeddedBroker broker, String value) {
        try (KafkaProducer<String, String> producer = producer(broker)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, value));
            producer.commitTransaction();
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedBroker broker) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer");
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static List<String> readAll(EmbeddedBroker broker, int count) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<String> values = new java.util.ArrayList<>();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (values.size() < count && System.nanoTime() < deadline) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
                records.forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
