package dev.tactus.audit;

import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The facts of one partition, read from Kafka as they are asked for: some thousand records of each topic at a time. */
final class PartitionLog implements FactSource {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MOST_BUFFERED = 2_000;

    private final Consumer<byte[], byte[]> consumer;
    private final long settledAt;
    private final Map<Topic, Input> inputs = new EnumMap<>(Topic.class);

    /** One topic: it is read up to {@code end}, which is {@code cut} at first, where it ended when the audit began. */
    private static final class Input {
        private final Topic topic;
        private final TopicPartition partition;
        private final long begin;
        private final long cut;
        private final Deque<ConsumerRecord<byte[], byte[]>> buffer = new ArrayDeque<>();
        private @Nullable Fact head;
        private long end;

        Input(Topic topic, TopicPartition partition, long begin, long cut) {
            this.topic = topic;
            this.partition = partition;
            this.begin = begin;
            this.cut = cut;
            this.end = cut;
        }
    }

    /**
     * Takes the consumer over.
     *
     * @param settledAt by {@link System#nanoTime}: by then every transaction of which {@code ends} show a part is committed on
     *     all topics
     */
    PartitionLog(
            Consumer<byte[], byte[]> consumer,
            int partition,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends,
            long settledAt) {
        this.consumer = consumer;
        this.settledAt = settledAt;
        List<TopicPartition> assigned = new ArrayList<>();
        for (Topic topic : FactReader.TOPICS) {
            TopicPartition each = new TopicPartition(topic.topicName(), partition);
            inputs.put(topic, new Input(topic, each, begins.getOrDefault(each, 0L), ends.getOrDefault(each, 0L)));
            assigned.add(each);
        }
        consumer.assign(assigned);
        inputs.values().forEach(input -> consumer.seek(input.partition, input.begin));
    }

    @Override
    public @Nullable Fact head(Topic topic) {
        Input input = input(topic);
        if (input.head == null) {
            input.head = read(input);
        }
        return input.head;
    }

    @Override
    public void take(Topic topic) {
        input(topic).head = null;
    }

    @Override
    public boolean beforeCut(Topic topic, Fact fact) {
        return fact.place().offset() < input(topic).cut;
    }

    @Override
    public boolean truncated(Topic topic) {
        return input(topic).begin > 0;
    }

    @Override
    public void extend() {
        long left = settledAt - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = settledAt - System.nanoTime();
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        inputs.values().forEach(input -> input.end = Math.max(input.end, ends.getOrDefault(input.partition, 0L)));
    }

    private @Nullable Fact read(Input input) {
        ReadPatience patience = new ReadPatience(input.partition);
        while (input.buffer.isEmpty()) {
            if (patience.at(consumer.position(input.partition)) >= input.end) {
                return null;
            }
            poll();
        }
        ConsumerRecord<byte[], byte[]> record = input.buffer.getFirst();
        if (record.offset() >= input.end) {
            return null;
        }
        input.buffer.removeFirst();
        return FactReader.read(input.topic, record);
    }

    /** Reads on where little is buffered, so that a long topic does not fill the memory while a short one is waited for. */
    private void poll() {
        List<TopicPartition> full = new ArrayList<>();
        List<TopicPartition> open = new ArrayList<>();
        for (Input input : inputs.values()) {
            boolean enough = input.buffer.size() >= MOST_BUFFERED || consumer.position(input.partition) >= input.end;
            (enough ? full : open).add(input.partition);
        }
        consumer.pause(full);
        consumer.resume(open);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            for (Input input : inputs.values()) {
                if (input.partition.topic().equals(record.topic())) {
                    input.buffer.addLast(record);
                }
            }
        }
    }

    private Input input(Topic topic) {
        Input input = inputs.get(topic);
        if (input == null) {
            throw new IllegalArgumentException(topic + " has no facts");
        }
        return input;
    }
}
