package dev.tactus.processor;

import static java.util.Objects.requireNonNull;

import dev.tactus.contracts.topic.Topic;
import dev.tactus.processor.core.InputProgress;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the consumer of the calling stream thread has come. Kafka Streams shows a processor the records and not the
 * position, which passes the markers of transactions too; so its consumer is watched.
 */
final class ConsumerProgress implements InputProgress {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * The consumer returns what it has fetched in that order, so what it has of other partitions comes before what is
     * waited for. For a third of a job's lease, which a report that waits must not cost.
     */
    private static final Duration OTHERS_WAIT = Duration.ofSeconds(10);

    private final Admin admin;
    private final LongSupplier nanoTime;
    /** Weak, because a stream thread that fails is replaced by another. */
    private final Map<Thread, Watched> byThread = Collections.synchronizedMap(new WeakHashMap<>());

    /** A consumer, on its stream thread. */
    private final class Watched {
        final Consumer<byte[], byte[]> consumer;
        final Map<TopicPartition, Long> lastPolled = new HashMap<>();
        private final Set<TopicPartition> heldBack = new HashSet<>();
        private long othersUntilNanos;
        /** What the poll that is under way must not return, and nobody else has paused. */
        private final Set<TopicPartition> suspended = new HashSet<>();

        Watched(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        void holdBack(Set<TopicPartition> inputs) {
            heldBack.addAll(inputs);
            othersUntilNanos = nanoTime.getAsLong() + OTHERS_WAIT.toNanos();
        }

        void release(Set<TopicPartition> inputs) {
            heldBack.removeAll(inputs);
            suspended.removeAll(inputs);
        }

        void pause() {
            if (heldBack.isEmpty()) {
                return;
            }
            boolean othersToo = nanoTime.getAsLong() - othersUntilNanos < 0;
            Set<String> topics = heldBack.stream().map(TopicPartition::topic).collect(Collectors.toSet());
            for (TopicPartition input : consumer.assignment()) {
                if (heldBack.contains(input) || (othersToo && topics.contains(input.topic()))) {
                    suspended.add(input);
                }
            }
            suspended.removeAll(consumer.paused());
            consumer.pause(suspended);
        }

        /**
         * The poll may have taken some of them away; or closed their task, which has released them then, and given them to a
         * new one, for which Kafka Streams has paused them.
         */
        void resume() {
            suspended.retainAll(consumer.assignment());
            consumer.resume(suspended);
            suspended.clear();
        }
    }

    ConsumerProgress(Admin admin) {
        this(admin, System::nanoTime);
    }

    ConsumerProgress(Admin admin, LongSupplier nanoTime) {
        this.admin = admin;
        this.nanoTime = nanoTime;
    }

    /** The consumer, and a note of what each of its polls returned. A stream thread polls one consumer all its life. */
    @SuppressWarnings("unchecked")
    Consumer<byte[], byte[]> watch(Consumer<byte[], byte[]> consumer) {
        Watched watched = new Watched(consumer);
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("poll")
                                ? poll(watched, method, arguments)
                                : method.invoke(consumer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Object poll(Watched watched, Method poll, Object[] arguments)
            throws InvocationTargetException, IllegalAccessException {
        // Before the call, which may open tasks that ask.
        byThread.put(Thread.currentThread(), watched);
        watched.pause();
        try {
            Object records = poll.invoke(watched.consumer, arguments);
            note((ConsumerRecords<?, ?>) records, watched.lastPolled);
            return records;
        } finally {
            // Kafka Streams pauses and resumes by what it holds, and is not to find another's doing.
            watched.resume();
        }
    }

    private static void note(ConsumerRecords<?, ?> records, Map<TopicPartition, Long> lastPolled) {
        for (TopicPartition partition : records.partitions()) {
            List<? extends ConsumerRecord<?, ?>> polled = records.records(partition);
            lastPolled.put(partition, polled.getLast().offset());
        }
    }

    @Override
    public CompletableFuture<Map<Topic, Long>> ends(List<Topic> inputs, int partition) {
        Map<Topic, TopicPartition> asked = inputs.stream()
                .collect(Collectors.toMap(input -> input, input -> new TopicPartition(input.topicName(), partition)));
        return admin.listOffsets(
                        asked.values().stream().collect(Collectors.toMap(input -> input, input -> OffsetSpec.latest())),
                        new ListOffsetsOptions().timeoutMs((int) TIMEOUT.toMillis()))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(ends -> asked.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                input -> requireNonNull(ends.get(input.getValue()))
                                        .offset())));
    }

    /**
     * Of one partition of the calling thread's consumer, the offset that is committed. To commit it again changes nothing, but
     * the broker asks then whether the consumer is a member still. Empty while it has no partition.
     */
    Map<TopicPartition, OffsetAndMetadata> committed() {
        Consumer<byte[], byte[]> consumer = watched().consumer;
        Set<TopicPartition> one = consumer.assignment().stream().limit(1).collect(Collectors.toSet());
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        // Null where nothing was ever consumed: then it begins at the first record there is, at whatever offset.
        consumer.committed(one, TIMEOUT)
                .forEach((input, offset) -> committed.put(input, offset == null ? new OffsetAndMetadata(0) : offset));
        return committed;
    }

    @Override
    public long position(Topic input, int partition) {
        return watched().consumer.position(new TopicPartition(input.topicName(), partition));
    }

    @Override
    public long lastPolled(Topic input, int partition) {
        return watched().lastPolled.getOrDefault(new TopicPartition(input.topicName(), partition), -1L);
    }

    @Override
    public void holdBack(List<Topic> inputs, int partition) {
        watched().holdBack(partitions(inputs, partition));
    }

    @Override
    public void release(List<Topic> inputs, int partition) {
        watched().release(partitions(inputs, partition));
    }

    private static Set<TopicPartition> partitions(List<Topic> inputs, int partition) {
        return inputs.stream()
                .map(input -> new TopicPartition(input.topicName(), partition))
                .collect(Collectors.toSet());
    }

    private Watched watched() {
        Watched watched = byThread.get(Thread.currentThread());
        if (watched == null) {
            throw new IllegalStateException("asked on a thread that does not poll: " + Thread.currentThread());
        }
        return watched;
    }
}
