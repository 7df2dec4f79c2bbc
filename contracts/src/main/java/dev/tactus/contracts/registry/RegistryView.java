package dev.tactus.contracts.registry;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.MalformedJsonException;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.contracts.topic.TopicFollower;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
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

    private final TopicFollower follower;
    private final ConcurrentSkipListMap<String, Workflow> workflows = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, Webhook> webhooks = new ConcurrentSkipListMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private long catchUpsWanted;
    private long catchUpsDone;

    /** @param consumers makes consumers that have no group and read what is committed */
    public RegistryView(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.follower = new TopicFollower(Topic.TENANT_REGISTRY, "tactus-registry-view", consumers, new Turns());
    }

    /** @param kafka the client settings, with {@code bootstrap.servers} */
    public static RegistryView of(Map<String, String> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return new RegistryView(
                () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Begins to read. Look-ups that wait return once the topic was read to its end. */
    public void start() {
        follower.start();
    }

    /** False while the topic can't be read; it is tried again until it can. */
    public boolean reads() {
        return follower.reads();
    }

    /** Whether it will never be read again. */
    public boolean dead() {
        return follower.ended();
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
                follower.wakeup();
            }
            while (catchUpsDone < mine) {
                if (left <= 0) {
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
        follower.close();
    }

    private final class Turns implements TopicFollower.Turns {
        /** Where the partitions ended when the look that is under way began; empty while nobody waits for one. */
        private Map<TopicPartition, Long> ends = Map.of();

        private long wantedThen;

        @Override
        public void turn(Consumer<byte[], byte[]> consumer) {
            if (ends.isEmpty() && wanted() > done()) {
                wantedThen = wanted();
                ends = consumer.endOffsets(consumer.assignment());
            }
            if (!ends.isEmpty()
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                ends = Map.of();
                done(wantedThen);
                return;
            }
            apply(consumer.poll(POLL));
        }
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
