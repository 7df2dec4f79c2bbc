package dev.tactus.api.command;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The producer of commands: what it has acknowledged is kept, and nothing is written twice. */
public final class CommandProducer {
    /** How long a send may wait for a broker to be known. Nothing has been written when it ends. */
    private static final Duration MAX_BLOCK = Duration.ofMillis(2_500);

    /**
     * Commands that come within it are sent together, but who is alone does not wait: {@link CommandSender}. A request for
     * each would cost the broker, the processor that fetches them, and so all who wait, more than this.
     */
    private static final Duration LINGER = Duration.ofMillis(5);

    private CommandProducer() {}

    /**
     * @param kafka client settings
     * @param timeout of a command, all in all
     */
    public static Producer<byte[], byte[]> create(Map<String, String> kafka, Duration timeout) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, (int) LINGER.toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
        // A command that could not be delivered while its client waited is not to be delivered later.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis() / 2);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
