package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.RecordHeaders;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of every job that ends, anywhere: reads {@code job-events} from its end on, without a group. */
public final class JobEventTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobEventTail.class);
    private static final Set<String> FINAL = Set.of("job.completed", "job.failed", "job.cancelled");
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final java.util.function.Consumer<UUID> ended;
    private final Thread thread;
    private volatile boolean closed;

    /** @param ended told on the tail's thread; must not block */
    public JobEventTail(Supplier<Consumer<byte[], byte[]>> consumer, java.util.function.Consumer<UUID> ended) {
        this.consumer = consumer.get();
        this.ended = ended;
        this.thread = Thread.ofPlatform().name("tactus-job-event-tail").daemon().unstarted(this::read);
    }

    /** Returns when it is certain that every later event will be seen. */
    public void start() {
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.JOB_EVENTS.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // A seek is lazy; asking for the position makes it so.
        partitions.forEach(consumer::position);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                consumer.poll(POLL).forEach(this::apply);
            }
        } catch (WakeupException e) {
            // close() was called.
        } catch (KafkaException e) {
            LOG.error("cancellations are not seen any more: restart this service", e);
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        String type = RecordHeaders.text(record.headers(), RecordHeaders.EVENT_TYPE);
        if (type == null || !FINAL.contains(type)) {
            return;
        }
        try {
            ended.accept(EntityKey.parse(record.key()).id());
        } catch (IllegalArgumentException e) {
            LOG.error("{}-{}@{} has no job's key", record.topic(), record.partition(), record.offset());
        }
    }
}
