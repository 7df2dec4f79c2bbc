package dev.tactus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TopicReaderIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void seesWhatWasCommittedAndNothingElse() throws Exception {
        String bootstrap = TestBroker.bootstrapServers();
        assertThat(TestBroker.bootstrapServers()).isEqualTo(bootstrap);
        try (TopicReader reader = TopicReader.open(bootstrap, "reader-it");
                KafkaProducer<String, String> producer = producer(bootstrap)) {
            createTopic(bootstrap, "reader-it");
            producer.initTransactions();
            transaction(producer, "committed", true);
            transaction(producer, "aborted", false);
            transaction(producer, "after", true);

            reader.await(record -> text(record).equals("after"), SOON);
            assertThat(texts(reader.readToEnd(SOON))).containsExactly("committed", "after");
            assertThatThrownBy(() -> reader.await(record -> text(record).equals("aborted"), Duration.ofMillis(100)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("reader-it");
        }
    }

    @Test
    void aPrivateBrokerKeepsItsDataOverARestart() throws Exception {
        try (PrivateBroker broker = TestBroker.fresh()) {
            assertThat(broker.bootstrapServers()).isNotEqualTo(TestBroker.bootstrapServers());
            createTopic(broker.bootstrapServers(), "reader-it");
            try (KafkaProducer<String, String> producer = producer(broker.bootstrapServers());
                    TopicReader reader = TopicReader.open(broker.bootstrapServers(), "reader-it")) {
                producer.initTransactions();
                transaction(producer, "before", true);
                broker.restart();
                transaction(producer, "after", true);
                assertThat(texts(reader.readToEnd(SOON))).containsExactly("before", "after");
            }
        }
    }

    private static KafkaProducer<String, String> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "transactional.id", "reader-it"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static void createTopic(String bootstrap, String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(Set.of(new NewTopic(name, Optional.of(2), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void transaction(KafkaProducer<String, String> producer, String value, boolean commit) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("reader-it", 0, null, value));
        producer.flush();
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }

    private static List<String> texts(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(TopicReaderIT::text).toList();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
