package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes commands straight to {@code schedule-commands}: the same records as the API's, without its HTTP and its waiting. */
public final class CommandWriter implements AutoCloseable {
    private static final String ACTOR = "bench";

    private final Producer<byte[], byte[]> producer;
    private final boolean wantsOutcomes;
    private volatile @Nullable Exception failure;

    /** @param wantsOutcomes false for commands without headers, whose outcomes nobody waits for and nothing keeps */
    public CommandWriter(String bootstrapServers, boolean wantsOutcomes) {
        this.wantsOutcomes = wantsOutcomes;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public void create(ScheduleDefinition definition) {
        send(definition.key(), new ScheduleCommand.Put(definition));
    }

    public void delete(EntityKey schedule) {
        send(schedule, new ScheduleCommand.Delete());
    }

    private void send(EntityKey key, ScheduleCommand command) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.SCHEDULE_COMMANDS.topicName(),
                TactusProcesses.PARTITIONS.of(key.slot()),
                key.bytes(),
                command.bytes());
        if (wantsOutcomes) {
            CommandHeaders.of(Ids.random(Instant.now(), key.slot()), ACTOR).write(record.headers());
        }
        producer.send(record, (metadata, exception) -> {
            if (exception != null) {
                failure = exception;
            }
        });
    }

    /** Waits until the broker has all of them. */
    public void flush() {
        producer.flush();
        Exception failed = failure;
        if (failed != null) {
            throw new BenchFailure("a command could not be written: " + failed, failed);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
