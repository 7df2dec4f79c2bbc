package dev.tactus.dispatcher.handover;

import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * The consumer and the transactional producer of the hand-over. They are replaced together: a producer that was fenced
 * can't go on, and only a new consumer knows for certain what was committed.
 *
 * @param producer with its transactions initialised
 */
public record HandoverClients(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer)
        implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(3);

    @Override
    public void close() {
        try {
            producer.close(CLOSE);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }
}
