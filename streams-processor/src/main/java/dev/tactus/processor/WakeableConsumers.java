package dev.tactus.processor;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Kafka's consumers, whose polls another thread can end. A poll counts by the wall clock, and by the latest that it has
 * read: when that is set back an hour, one that is under way returns in an hour, unless a record comes. Its thread can't
 * be stopped until then. The next poll counts from where the clock stands.
 */
final class WakeableConsumers {
    /** Weak, because a stream thread that fails is replaced by another, with consumers of its own. */
    private final Set<Consumer<?, ?>> made =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    Consumer<byte[], byte[]> make(Map<String, Object> config) {
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
                    @Override
                    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                        try {
                            return super.poll(timeout);
                        } catch (WakeupException e) {
                            // As if its time were over.
                            return ConsumerRecords.empty();
                        }
                    }
                };
        made.add(consumer);
        return consumer;
    }

    /** Ends the polls that are under way, or else each one's next. */
    void wakeUp() {
        List<Consumer<?, ?>> all;
        synchronized (made) {
            all = List.copyOf(made);
        }
        all.forEach(Consumer::wakeup);
    }
}
