package dev.tactus.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.registry.RegistryView;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.registry.Workflow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Whatever breaks a reader off, it goes on, and says meanwhile that it does not read. */
class TopicFollowerTest {
    private static final Topic TOPIC = Topic.TENANT_REGISTRY;
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC.topicName(), 0);

    private final Queue<Supplier<Consumer<byte[], byte[]>>> next = new ArrayDeque<>();
    private final BlockingQueue<Long> read = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> readsWhileBroken = new LinkedBlockingQueue<>();

    @Test
    void goesOnWhereItWasAfterWhatCannotBeRetried() throws Exception {
        next.add(() -> broken(List.of(record(0, "0"))));
        next.add(() -> {
            throw new KafkaException("no client today");
        });
        next.add(() -> {
            throw new IllegalStateException("nor tomorrow");
        });
        next.add(() -> consumer(List.of(record(1, "1"))));
        TopicFollower[] follower = new TopicFollower[1];
        try (TopicFollower following = new TopicFollower(
                TOPIC,
                "follower",
                () -> {
                    readsWhileBroken.add(follower[0].reads());
                    return next.remove().get();
                },
                consumer -> consumer.poll(Duration.ofMillis(10)).forEach(record -> read.add(record.offset())))) {
            follower[0] = following;
            following.start();
            assertThat(read.poll(60, TimeUnit.SECONDS)).isEqualTo(0);
            assertThat(read.poll(60, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(readsWhileBroken).containsExactly(true, false, false, false);
            assertThat(following.ended()).isFalse();
        }
    }

    @Test
    void theRegistryIsReadAgain() {
        Instant now = Instant.parse("2026-05-17T01:15:26Z");
        Workflow workflow =
                new Workflow("acme", "echo", new UUID(0, 1), new UUID(0, 2), 1, new Runner.Echo(), null, now, now);
        next.add(() -> {
            MockConsumer<byte[], byte[]> broken = broken(List.of());
            broken.updateEndOffsets(Map.of(PARTITION, 1L));
            return broken;
        });
        next.add(() -> consumer(List.of(new ConsumerRecord<>(
                TOPIC.topicName(),
                0,
                0,
                Workflow.key("acme", "echo").getBytes(StandardCharsets.UTF_8),
                Json.bytes(workflow)))));
        try (RegistryView view = new RegistryView(() -> next.remove().get())) {
            view.start();
            assertThat(view.workflow("acme", "echo", Duration.ofSeconds(60))).contains(workflow);
            assertThat(view.reads()).isTrue();
            assertThat(view.dead()).isFalse();
        }
    }

    /** Gives the records, and then refuses as Kafka does where rights are missing. */
    private static MockConsumer<byte[], byte[]> broken(List<ConsumerRecord<byte[], byte[]>> records) {
        MockConsumer<byte[], byte[]> consumer = consumer(records);
        consumer.schedulePollTask(() -> consumer.setPollException(new TopicAuthorizationException(TOPIC.topicName())));
        return consumer;
    }

    private static MockConsumer<byte[], byte[]> consumer(List<ConsumerRecord<byte[], byte[]>> records) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updatePartitions(
                TOPIC.topicName(), List.of(new PartitionInfo(TOPIC.topicName(), 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(
                Map.of(PARTITION, records.isEmpty() ? 0L : records.getLast().offset() + 1));
        consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
        return consumer;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String value) {
        return new ConsumerRecord<>(TOPIC.topicName(), 0, offset, new byte[0], value.getBytes(StandardCharsets.UTF_8));
    }
}
