package dev.tactus.processor;

import dev.tactus.processor.core.Commits;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's own clients, and {@link Commits#committed} after each commit that the broker has confirmed. Kafka Streams has
 * no hook there: it calls a processor before its commit, and nothing after it, while an outcome must not be told before.
 *
 * <p>Kafka Streams 4.3.1 makes one producer per stream thread, calls it on that thread only, and knows it by its
 * interface; a fenced thread asks for a new one here.
 */
final class CommitAwareClients implements KafkaClientSupplier {
    private final Commits commits;
    private final ConsumerProgress progress;
    private final WakeableConsumers consumers = new WakeableConsumers();

    CommitAwareClients(Commits commits, ConsumerProgress progress) {
        this.commits = commits;
        this.progress = progress;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new CommitAwareProducer(
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()), commits, progress);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return progress.watch(LeavingConsumer.of(consumers.make(config)));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumers.make(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumers.make(config);
    }

    /** Ends the polls that are under way. May be called from any thread. */
    void endPolls() {
        consumers.wakeUp();
    }
}
