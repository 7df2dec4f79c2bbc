package dev.tactus.audit;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.recurrence.Recurrence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Audits a cluster's log: one partition after the other, up to where it ends when the audit begins. It writes nothing and
 * is in no group, so it may run at any time.
 */
public final class Audit {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final AuditSettings settings;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Duration settled;

    public Audit(AuditSettings settings) {
        this(settings, () -> consumer(settings), SETTLED);
    }

    /**
     * @param consumers make consumers that read committed records only, and begin nowhere by themselves
     * @param settled after so long a transaction that was committed on one topic is committed on all
     */
    public Audit(AuditSettings settings, Supplier<Consumer<byte[], byte[]>> consumers, Duration settled) {
        this.settings = settings;
        this.consumers = consumers;
        this.settled = settled;
    }

    /**
     * @param found is called for each finding as it is found
     * @throws AuditFailedException when the log cannot be read
     */
    public Summary run(java.util.function.Consumer<Finding> found) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return run(consumer, found);
        } catch (OffsetOutOfRangeException e) {
            throw new AuditFailedException("retention removed history while it was read: run the audit again", e);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new AuditFailedException(
                    "Kafka cannot be read: check `kafka.bootstrap.servers` ("
                            + settings.kafka().get("bootstrap.servers") + ") and that the broker runs ("
                            + cause.getMessage() + ")",
                    e);
        }
    }

    private Summary run(Consumer<byte[], byte[]> consumer, java.util.function.Consumer<Finding> found) {
        Partitions partitions = partitions(consumer.listTopics());
        List<TopicPartition> all = new ArrayList<>();
        for (Topic topic : FactReader.TOPICS) {
            for (int partition = 0; partition < partitions.count(); partition++) {
                all.add(new TopicPartition(topic.topicName(), partition));
            }
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        long settledAt = System.nanoTime() + settled.toNanos();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
        Findings findings = new Findings(settings.from(), settings.to(), found);
        String tzdb = Recurrence.tzdbVersion();
        long[] counted = new long[3];
        for (int number = 0; number < partitions.count(); number++) {
            int partition = number;
            PartitionLog log = new PartitionLog(consumer, partition, begins, ends, settledAt);
            long judgedFrom = SeqOrder.completeFrom(log, List.of(Topic.SCHEDULE_EVENTS, Topic.SCHEDULE_FIRES));
            PartitionFold fold = new PartitionFold(
                    new Judge(findings, new Rules(tzdb), settings.lateWindow().toMillis()),
                    partitions,
                    partition,
                    settings.tenant(),
                    judgedFrom,
                    () -> states(partition));
            new SeqOrder(log, findings).forEach(fold::fold);
            fold.end(settings.dueBy().toEpochMilli());
            for (int i = 0; i < counted.length; i++) {
                counted[i] += fold.counted()[i];
            }
        }
        return Summary.of(settings.dueBy(), partitions.count(), counted, findings, tzdb, removed(begins));
    }

    private static Partitions partitions(Map<String, List<PartitionInfo>> topics) {
        Set<Integer> counts = new TreeSet<>();
        for (Topic topic : FactReader.TOPICS) {
            List<PartitionInfo> infos = topics.get(topic.topicName());
            if (infos == null) {
                throw new AuditFailedException(
                        "there is no topic " + topic.topicName()
                                + " that this client may read: check that this is the cluster of Tactus, and the client's rights");
            }
            counts.add(infos.size());
        }
        if (counts.size() != 1) {
            throw new AuditFailedException("the topics " + FactReader.TOPICS + " have different partitions: " + counts
                    + ". This is not how Tactus makes them");
        }
        return new Partitions(counts.iterator().next());
    }

    private static List<String> removed(Map<TopicPartition, Long> begins) {
        List<String> removed = new ArrayList<>();
        for (Topic topic : FactReader.TOPICS) {
            List<String> partitions = begins.entrySet().stream()
                    .filter(begin -> begin.getKey().topic().equals(topic.topicName()) && begin.getValue() > 0)
                    .map(begin -> begin.getKey().partition() + " (before offset " + begin.getValue() + ")")
                    .sorted()
                    .toList();
            if (!partitions.isEmpty()) {
                removed.add("retention has removed the beginning of " + topic.topicName() + " in partition "
                        + String.join(", ", partitions) + "; what needs it is not judged");
            }
        }
        return removed;
    }

    /** The definitions in force in one partition. */
    private Map<EntityKey, ScheduleState> states(int partition) {
        Map<EntityKey, ScheduleState> states = new HashMap<>();
        TopicPartition source = new TopicPartition(Topic.SCHEDULE_STATE.topicName(), partition);
        List<TopicPartition> assigned = List.of(source);
        // Another consumer: the first one stands in the middle of the facts.
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            long end = consumer.endOffsets(assigned).getOrDefault(source, 0L);
            ReadPatience patience = new ReadPatience(source);
            while (patience.at(consumer.position(source)) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    EntityKey key = EntityKey.parse(record.key());
                    if (record.value() == null) {
                        states.remove(key);
                    } else {
                        states.put(key, Json.read(record.value(), ScheduleState.class));
                    }
                }
            }
        }
        return states;
    }

    private static Consumer<byte[], byte[]> consumer(AuditSettings settings) {
        Map<String, Object> client = new HashMap<>(settings.kafka());
        client.keySet().removeAll(Set.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        client.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        client.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
