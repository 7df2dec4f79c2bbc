package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.process.TactusProcesses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Transactional producers that do nothing but send: for each fire a fire event and a row's change, as the processor sends
 * them, to topics of the same kind. Each has a thread and transactions of its own and its share of the partitions, as a
 * stream thread has.
 */
final class LimitSender implements AutoCloseable {
    /** As many as the processor handles of a partition in a tick. */
    private static final int FIRES_IN_TICK = 4_000;

    private final RecordSample sample;
    private final List<Producer<byte[], byte[]>> producers;
    private final ExecutorService threads;

    LimitSender(String bootstrapServers, RecordSample sample, int producers) {
        this.sample = sample;
        this.producers = IntStream.range(0, producers)
                .mapToObj(number -> producer(bootstrapServers, "limit-" + number))
                .toList();
        this.threads = Executors.newFixedThreadPool(producers);
    }

    /** Sends about so many fires, {@link #rounded}, and returns when all are committed. */
    void send(long fires) {
        long ofEach = rounded(fires, producers.size()) / producers.size();
        List<Future<?>> loops = new ArrayList<>();
        for (int number = 0; number < producers.size(); number++) {
            int first = number;
            loops.add(threads.submit(() -> send(producers.get(first), first, ofEach)));
        }
        try {
            for (Future<?> loop : loops) {
                loop.get();
            }
        } catch (ExecutionException e) {
            throw new BenchFailure("a producer failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    /** The fires of so many whole transactions. */
    static long rounded(long fires, int producers) {
        long atOnce = (long) FIRES_IN_TICK * TactusProcesses.PARTITIONS.count() * producers;
        return Math.max(1, fires / atOnce) * atOnce;
    }

    /** As a stream thread does: a tick of each of its partitions, then one commit for all of them. */
    private void send(Producer<byte[], byte[]> producer, int first, long fires) {
        int partitions = TactusProcesses.PARTITIONS.count();
        for (long sent = 0; sent < fires; ) {
            producer.beginTransaction();
            for (int partition = first; partition < partitions; partition += producers.size()) {
                for (int i = 0; i < FIRES_IN_TICK; i++) {
                    producer.send(copy(TransactionalLimit.FIRES, partition, sample.fires(), i));
                    producer.send(copy(TransactionalLimit.ROWS, partition, sample.rows(), i));
                }
                sent += FIRES_IN_TICK;
            }
            producer.commitTransaction();
        }
    }

    private static ProducerRecord<byte[], byte[]> copy(
            String topic, int partition, List<ConsumerRecord<byte[], byte[]>> examples, int number) {
        ConsumerRecord<byte[], byte[]> example = examples.get(number % examples.size());
        return new ProducerRecord<>(topic, partition, example.key(), example.value(), example.headers());
    }

    /** What the processor's producers have, see {@code StreamsSettings}; all else is Kafka's default, there and here. */
    private static Producer<byte[], byte[]> producer(String bootstrapServers, String transactionalId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 10);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    @Override
    public void close() {
        threads.shutdown();
        producers.forEach(Producer::close);
    }
}
