package dev.tactus.contracts.registry;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.MalformedJsonException;
import dev.tactus.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of all tenants in memory, kept up to date by a thread that reads {@code tenant-registry} without a group.
 *
 * <p>A look-up may be behind the topic. Where a miss would mislead, {@link #workflow} waits until everything is read that
 * was in the topic when it was asked.
 */
public final class RegistryView implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryView.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** From a failure of the reader to its next try, with a new consumer. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private final Thread reader;
    /** The reader's, while it has one. */
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    private final ConcurrentSkipListMap<String, Workflow> workflows = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, Webhook> webhooks = new ConcurrentSkipListMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private long catchUpsWanted;
    private long catchUpsDone;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** The reader's. */
    private boolean failing;

    /** @param kafka the client settings, with {@code bootstrap.servers} */
    public RegistryView(Map<String, String> kafka) {
        settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.reader = Thread.ofPlatform().name("tactus-registry-view").daemon().unstarted(this::read);
    }

    /** Begins to read. Look-ups that wait return once the topic was read to its end. */
    public void start() {
        reader.start();
    }

    /** What is known now, without waiting. */
    public Optional<Workflow> known(String tenant, String name) {
        return Optional.ofNullable(workflows.get(Workflow.key(tenant, name)));
    }

    /**
     * The workflow; an answer of "none" holds as of this call.
     *
     * @throws RegistryBehindException when the topic could not be read to its end within the time-out
     */
    public Optional<Workflow> workflow(String tenant, String name, Duration timeout) {
        Optional<Workflow> known = known(tenant, name);
        if (known.isPresent()) {
            return known;
        }
        catchUp(timeout);
        return known(tenant, name);
    }

    /** The tenant's workflows by name, as of this call. */
    public List<Workflow> workflows(String tenant, Duration timeout) {
        catchUp(timeout);
        String prefix = Workflow.key(tenant, "");
        return List.copyOf(
                workflows.subMap(prefix, prefix + Character.MAX_VALUE).values());
    }

    /** The tenant's stored webhooks, the oldest first, as of this call. */
    public List<Webhook> webhooks(String tenant, Duration timeout) {
        catchUp(timeout);
        String prefix = tenant + "/webhook/";
        return List.copyOf(webhooks.subMap(prefix, prefix + Character.MAX_VALUE).values());
    }

    /** Waits until all that was committed to the topic at the time of the call is known here. */
    public void catchUp(Duration timeout) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            long mine = ++catchUpsWanted;
            // Only the first that waits wakes the reader up: the others find it awake, and waking it again would break
            // off the look that they wait for.
            if (mine == catchUpsDone + 1) {
                wakeUp();
            }
            while (catchUpsDone < mine) {
                if (left <= 0 || isClosed()) {
                    throw new RegistryBehindException(timeout);
                }
                left = progress.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryBehindException(timeout);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (reader.getState() == Thread.State.NEW) {
            return;
        }
        wakeUp();
        try {
            reader.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void wakeUp() {
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    private void read() {
        while (!isClosed()) {
            try (Consumer<byte[], byte[]> opened =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = opened;
                follow(opened);
            } catch (RuntimeException e) {
                if (!failing) {
                    LOG.error("{} can't be read; it is tried again every second", Topic.TENANT_REGISTRY.topicName(), e);
                }
                failing = true;
                pause();
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> opened) {
        List<TopicPartition> partitions = List.of();
        while (!isClosed()) {
            try {
                if (partitions.isEmpty()) {
                    partitions = assign(opened);
                }
                turn(opened, partitions);
                failing = false;
            } catch (WakeupException e) {
                // Someone waits for the end, or close() was called: look again.
            } catch (RetriableException e) {
                LOG.warn("reading {} failed, trying again: {}", Topic.TENANT_REGISTRY.topicName(), e.toString());
            }
        }
    }

    private void pause() {
        try {
            closed.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody but close() ends this thread.
            closed.countDown();
        }
    }

    private static List<TopicPartition> assign(Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> infos = consumer.partitionsFor(Topic.TENANT_REGISTRY.topicName());
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    private void turn(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        long wanted = wanted();
        if (wanted > done()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!isClosed() && partitions.stream().anyMatch(p -> consumer.position(p) < end(ends, p))) {
                apply(consumer.poll(POLL));
            }
            done(wanted);
        } else {
            apply(consumer.poll(POLL));
        }
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        Long end = ends.get(partition);
        return end == null ? 0 : end;
    }

    private void apply(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            try {
                if (key.startsWith("webhook/", key.indexOf('/') + 1)) {
                    keep(webhooks, key, record.value(), Webhook.class);
                } else {
                    keep(workflows, key, record.value(), Workflow.class);
                }
            } catch (MalformedJsonException e) {
                LOG.error(
                        "{} at offset {} is not what its key says and is passed over: {}",
                        key,
                        record.offset(),
                        e.getMessage());
            }
        }
    }

    private static <V> void keep(Map<String, V> all, String key, byte @Nullable [] value, Class<V> type) {
        if (value == null) {
            all.remove(key);
        } else {
            all.put(key, Json.read(value, type));
        }
    }

    private long wanted() {
        lock.lock();
        try {
            return catchUpsWanted;
        } finally {
            lock.unlock();
        }
    }

    private long done() {
        lock.lock();
        try {
            return catchUpsDone;
        } finally {
            lock.unlock();
        }
    }

    private void done(long upTo) {
        lock.lock();
        try {
            catchUpsDone = upTo;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
