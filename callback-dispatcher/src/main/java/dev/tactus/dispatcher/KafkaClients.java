package dev.tactus.dispatcher;

import dev.tactus.dispatcher.handover.HandoverClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the dispatcher's Kafka clients. What correctness depends on is set here, and no configuration overrides it. */
final class KafkaClients {
    private static final String READ_COMMITTED = "read_committed";

    private final DispatcherSettings settings;

    KafkaClients(DispatcherSettings settings) {
        this.settings = settings;
        String isolation = settings.kafka().get(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
        if (isolation != null && !isolation.equals(READ_COMMITTED)) {
            throw new IllegalArgumentException("kafka." + ConsumerConfig.ISOLATION_LEVEL_CONFIG + " is " + isolation
                    + ": a dispatcher would launch jobs of fires that were rolled back. Remove the setting.");
        }
    }

    Admin admin() {
        return Admin.create(common());
    }

    /** A new transactional id each time: what a predecessor left open is fenced by the group's generation. */
    HandoverClients handover() {
        Map<String, Object> consumer = consumer();
        consumer.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumer.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        consumer.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        Map<String, Object> producer = producer();
        producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.group() + "-" + UUID.randomUUID());
        producer.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        producer.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        producer.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        producer.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        // A transaction right behind a commit is refused for the few milliseconds until that one's markers are written.
        producer.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        Producer<byte[], byte[]> transactional = new KafkaProducer<>(producer);
        try {
            transactional.initTransactions();
            return new HandoverClients(new KafkaConsumer<>(consumer), transactional);
        } catch (KafkaException e) {
            transactional.close(Duration.ZERO);
            throw e;
        }
    }

    Consumer<byte[], byte[]> tail() {
        Map<String, Object> consumer = consumer();
        consumer.remove(ConsumerConfig.GROUP_ID_CONFIG);
        consumer.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(consumer);
    }

    /** @param maxBlockMillis how long a send may wait for metadata or memory */
    Producer<byte[], byte[]> plainProducer(int maxBlockMillis) {
        Map<String, Object> producer = producer();
        producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, maxBlockMillis);
        return new KafkaProducer<>(producer);
    }

    private Map<String, Object> producer() {
        Map<String, Object> producer = common();
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return producer;
    }

    private Map<String, Object> consumer() {
        Map<String, Object> consumer = common();
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return consumer;
    }

    private Map<String, Object> common() {
        return new HashMap<>(settings.kafka());
    }
}
