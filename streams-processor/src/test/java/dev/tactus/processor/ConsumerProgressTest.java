package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.topic.Topic;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumerProgressTest {
    private static final List<Topic> REPORTS = List.of(Topic.JOB_REPORTS);
    private static final TopicPartition COMMANDS_0 = new TopicPartition(Topic.SCHEDULE_COMMANDS.topicName(), 0);
    private static final TopicPartition REPORTS_0 = new TopicPartition(Topic.JOB_REPORTS.topicName(), 0);
    private static final TopicPartition REPORTS_1 = new TopicPartition(Topic.JOB_REPORTS.topicName(), 1);
    private static final TopicPartition REPORTS_2 = new TopicPartition(Topic.JOB_REPORTS.topicName(), 2);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final ConsumerProgress progress = new ConsumerProgress(noAdmin(), nanos::get);
    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
    private final Consumer<byte[], byte[]> consumer = progress.watch(kafka);

    @BeforeEach
    void assign() {
        List<TopicPartition> all = List.of(COMMANDS_0, REPORTS_0, REPORTS_1, REPORTS_2);
        kafka.assign(all);
        kafka.updateBeginningOffsets(all.stream().collect(Collectors.toMap(input -> input, input -> 0L)));
        assertThat(poll()).isEmpty();
        all.forEach(input -> kafka.addRecord(record(input)));
        // As Kafka Streams does where it holds enough.
        kafka.pause(List.of(REPORTS_2));
    }

    @Test
    void returnsTheCommandsOfATakeoverBeforeAllReports() {
        progress.holdBack(REPORTS, 0);
        assertThat(poll()).containsExactly(COMMANDS_0);
        assertThat(kafka.paused()).as("what Kafka Streams finds").containsExactly(REPORTS_2);
        assertThat(progress.lastPolled(Topic.SCHEDULE_COMMANDS, 0)).isZero();

        progress.release(REPORTS, 0);
        assertThat(poll()).containsExactlyInAnyOrder(REPORTS_0, REPORTS_1);
    }

    @Test
    void keepsTheReportsOfOtherPartitionsForTenSecondsAtMost() {
        progress.holdBack(REPORTS, 0);
        nanos.addAndGet(Duration.ofMillis(9_999).toNanos());
        assertThat(poll()).containsExactly(COMMANDS_0);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(poll()).containsExactly(REPORTS_1);
        assertThat(poll()).isEmpty();
    }

    @Test
    void doesNotResumeWhatAPollGaveToANewTask() {
        progress.holdBack(REPORTS, 0);
        kafka.schedulePollTask(() -> {
            progress.release(REPORTS, 1);
            kafka.pause(Set.of(REPORTS_1));
        });
        assertThat(poll()).containsExactly(COMMANDS_0);
        assertThat(kafka.paused()).containsExactlyInAnyOrder(REPORTS_1, REPORTS_2);
    }

    private Set<TopicPartition> poll() {
        return consumer.poll(Duration.ZERO).partitions();
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition input) {
        return new ConsumerRecord<>(input.topic(), input.partition(), 0, new byte[0], new byte[0]);
    }

    /** One that must not be asked. */
    static Admin noAdmin() {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    throw new AssertionError(method + " was called");
                });
    }
}
