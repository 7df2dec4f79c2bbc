package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.Progress;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How much this broker takes from transactional producers that do nothing but send: for each fire a fire event and a
 * row's change, as the processor sends them, to topics of the same kind. It is the most that a processor could do whose
 * decisions cost nothing.
 */
public final class TransactionalLimit {
    private static final String FIRES = "limit-fires";
    private static final String ROWS = "limit-rows";

    /** As many as the processor handles in a tick and then commits. */
    private static final int FIRES_IN_TRANSACTION = 2_000;

    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final long ADMIN_SECONDS = 30;

    private final String bootstrapServers;
    private final RecordSample sample;
    private final Progress progress;
    private final AtomicLong committed = new AtomicLong();
    private volatile boolean running = true;

    public TransactionalLimit(String bootstrapServers, RecordSample sample, Progress progress) {
        this.bootstrapServers = bootstrapServers;
        this.sample = sample;
        this.progress = progress;
    }

    /** @param firesPerSecond each is two records */
    public record Result(double firesPerSecond, long fireBytes, long rowBytes) {
        public double recordsPerSecond() {
            return 2 * firesPerSecond;
        }
    }

    /**
     * @param producers each with a thread and transactions of its own
     * @param time without the warm-up
     */
    public Result run(int producers, Duration time) {
        createTopics();
        progress.say(
                "Sending fires of %d bytes and rows of %d bytes with %d producer(s)",
                sample.fireBytes(), sample.rowBytes(), producers);
        List<Future<?>> loops = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
            for (int number = 0; number < producers; number++) {
                int partition = number;
                loops.add(threads.submit(() -> sendAll(partition, producers)));
            }
            long before = after(WARM_UP, loops);
            long begin = System.nanoTime();
            long sent = after(time, loops) - before;
            double seconds = (System.nanoTime() - begin) / 1e9;
            running = false;
            progress.say("The limit is %,.0f fires/s", sent / seconds);
            return new Result(sent / seconds, sample.fireBytes(), sample.rowBytes());
        } finally {
            running = false;
        }
    }

    /** The committed fires, after some time in which no producer failed. */
    private long after(Duration time, List<Future<?>> loops) {
        long end = System.nanoTime() + time.toNanos();
        while (true) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return committed.get();
            }
            try {
                loops.getFirst().get(Math.min(left, TimeUnit.SECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
                throw new BenchFailure("a producer ended early");
            } catch (TimeoutException stillSending) {
                progress.tick("%,d fires committed", committed.get());
            } catch (ExecutionException e) {
                throw new BenchFailure("a producer failed: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchFailure("interrupted", e);
            }
        }
    }

    private void sendAll(int first, int step) {
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings("limit-" + first), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            int next = 0;
            int partition = first;
            while (running) {
                producer.beginTransaction();
                for (int i = 0; i < FIRES_IN_TRANSACTION; i++, next++) {
                    producer.send(copy(
                            FIRES,
                            partition,
                            sample.fires().get(next % sample.fires().size())));
                    producer.send(copy(
                            ROWS,
                            partition,
                            sample.rows().get(next % sample.rows().size())));
                }
                producer.commitTransaction();
                committed.addAndGet(FIRES_IN_TRANSACTION);
                // As a stream thread does, which has some of the partitions and drains one after the other.
                partition = (partition + step) % TactusProcesses.PARTITIONS.count();
            }
        }
    }

    /** What the processor's producers have, see {@code StreamsSettings}; all else is Kafka's default, there and here. */
    private Map<String, Object> settings(String transactionalId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 10);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        return settings;
    }

    private static ProducerRecord<byte[], byte[]> copy(
            String topic, int partition, ConsumerRecord<byte[], byte[]> example) {
        return new ProducerRecord<>(topic, partition, example.key(), example.value(), example.headers());
    }

    private void createTopics() {
        int partitions = TactusProcesses.PARTITIONS.count();
        try (Admin admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(FIRES, partitions, (short) 1).configs(Topic.SCHEDULE_FIRES.config()),
                            new NewTopic(ROWS, partitions, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get(ADMIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchFailure("the topics of the limit could not be created: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }
}
