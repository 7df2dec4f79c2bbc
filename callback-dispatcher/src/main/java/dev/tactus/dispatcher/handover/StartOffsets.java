package dev.tactus.dispatcher.handover;

import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a group begins. Its very first dispatcher begins at the start of the log, since what fired before it must be
 * launched too. Ever after, offsets that are missing mean that they were lost; to begin at the start then would launch
 * the whole history again.
 */
public final class StartOffsets {
    private static final long TIMEOUT_SECONDS = 30;

    private static final Duration POLL = Duration.ofMillis(200);

    private final Admin admin;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Partitions partitions;
    private final String group;

    /** @param consumers makes consumers that have no group and read what is committed */
    public StartOffsets(
            Admin admin, Supplier<Consumer<byte[], byte[]>> consumers, Partitions partitions, String group) {
        this.admin = admin;
        this.consumers = consumers;
        this.partitions = partitions;
        this.group = group;
    }

    /** @throws OffsetsGoneException when an operator has to say where to begin */
    public void ensure() {
        List<TopicPartition> inputs = partitionsOf(Topic.SCHEDULE_FIRES, Topic.DISPATCH_WORK);
        List<TopicPartition> missing = missing(inputs);
        if (missing.isEmpty()) {
            return;
        }
        if (missing.size() < inputs.size() || everHandedOver()) {
            throw new OffsetsGoneException(group, missing);
        }
        try {
            get(admin.alterConsumerGroupOffsets(group, earliest(inputs)).all());
        } catch (KafkaException e) {
            // Another first dispatcher may have been faster and joined: then there is nothing left to do.
            if (!missing(inputs).isEmpty()) {
                throw e;
            }
        }
    }

    private List<TopicPartition> missing(List<TopicPartition> inputs) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        // A partition without an offset may be listed with null.
        return inputs.stream()
                .filter(partition -> committed.get(partition) == null)
                .toList();
    }

    /**
     * Every hand-over writes reports, so their topics tell whether there ever was one, for as long as offsets live. The API
     * writes to them too, for workers; but each of its reports is a command, with the command's id.
     */
    private boolean everHandedOver() {
        List<TopicPartition> reports = partitionsOf(Topic.JOB_REPORTS, Topic.DELIVERY_REPORTS);
        Map<TopicPartition, Long> begins = offsets(reports, OffsetSpec.earliest());
        if (begins.values().stream().anyMatch(begin -> begin > 0)) {
            // Whose reports these were that retention has deleted can't be told any more.
            return true;
        }
        Map<TopicPartition, Long> ends = offsets(reports, OffsetSpec.latest());
        List<TopicPartition> written = reports.stream()
                .filter(partition -> ends.getOrDefault(partition, 0L) > 0)
                .toList();
        return !written.isEmpty() && anyOfDispatcher(written, ends);
    }

    private boolean anyOfDispatcher(List<TopicPartition> written, Map<TopicPartition, Long> ends) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(written);
            consumer.seekToBeginning(written);
            while (written.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (CommandHeaders.read(record.headers()) == null) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> earliest(List<TopicPartition> inputs) {
        return offsets(inputs, OffsetSpec.earliest()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new OffsetAndMetadata(entry.getValue())));
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> of, OffsetSpec spec) {
        return get(admin.listOffsets(of.stream().collect(Collectors.toMap(Function.identity(), partition -> spec)))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private List<TopicPartition> partitionsOf(Topic... topics) {
        List<TopicPartition> all = new ArrayList<>();
        for (Topic topic : topics) {
            IntStream.range(0, partitions.count())
                    .forEach(partition -> all.add(new TopicPartition(topic.topicName(), partition)));
        }
        return all;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("cannot read or set the dispatcher's offsets: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka did not answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
