package dev.tactus.processor;

import dev.tactus.contracts.topic.Topic;
import dev.tactus.processor.core.InputProgress;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the consumer of the calling stream thread has come. Kafka Streams shows a processor the records and not the
 * position, which passes the markers of transactions too; so its consumer is watched.
 */
final class ConsumerProgress implements InputProgress {
    private static final long TIMEOUT_SECONDS = 10;

    private final Admin admin;
    /** Weak, because a stream thread that fails is replaced by another. */
    private final Map<Thread, Watched> byThread = Collections.synchronizedMap(new WeakHashMap<>());

    private record Watched(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> lastPolled, Set<TopicPartition> heldBack) {
        /** Pauses what is held back. @return those that Kafka Streams had not paused itself */
        Set<TopicPartition> pause() {
            if (heldBack.isEmpty()) {
                return Set.of();
            }
            Set<TopicPartition> open = new HashSet<>(consumer.assignment());
            open.retainAll(heldBack);
            open.removeAll(consumer.paused());
            consumer.pause(open);
            return open;
        }

        /**
         * The poll may have taken some of them away; or closed their task and given them to a new one, for which Kafka
         * Streams has paused them.
         */
        void resume(Set<TopicPartition> paused) {
            if (!paused.isEmpty()) {
                paused.retainAll(consumer.assignment());
                paused.retainAll(heldBack);
                consumer.resume(paused);
            }
        }
    }

    ConsumerProgress(Admin admin) {
        this.admin = admin;
    }

    /** The consumer, and a note of what each of its polls returned. A stream thread polls one consumer all its life. */
    @SuppressWarnings("unchecked")
    Consumer<byte[], byte[]> watch(Consumer<byte[], byte[]> consumer) {
        Watched watched = new Watched(consumer, new HashMap<>(), new HashSet<>());
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
        Set<TopicPartition> paused = watched.pause();
        try {
            Object records = poll.invoke(watched.consumer(), arguments);
            note((ConsumerRecords<?, ?>) records, watched.lastPolled());
            return records;
        } finally {
            // Kafka Streams pauses and resumes by what it holds, and is not to find another's doing.
            watched.resume(paused);
        }
    }

    private static void note(ConsumerRecords<?, ?> records, Map<TopicPartition, Long> lastPolled) {
        for (TopicPartition partition : records.partitions()) {
            List<? extends ConsumerRecord<?, ?>> polled = records.records(partition);
            lastPolled.put(partition, polled.getLast().offset());
        }
    }

    @Override
    public Map<Topic, Long> ends(List<Topic> inputs, int partition) {
        Map<TopicPartition, OffsetSpec> asked = inputs.stream()
                .collect(Collectors.toMap(
                        input -> new TopicPartition(input.topicName(), partition), input -> OffsetSpec.latest()));
        try {
            var ends = admin.listOffsets(asked).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return inputs.stream().collect(Collectors.toMap(input -> input, input -> {
                var end = ends.get(new TopicPartition(input.topicName(), partition));
                return end == null ? 0L : end.offset();
            }));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("cannot read where the inputs of partition " + partition + " end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    @Override
    public long position(Topic input, int partition) {
        return watched().consumer().position(new TopicPartition(input.topicName(), partition));
    }

    @Override
    public long lastPolled(Topic input, int partition) {
        return watched().lastPolled().getOrDefault(new TopicPartition(input.topicName(), partition), -1L);
    }

    @Override
    public void holdBack(List<Topic> inputs, int partition) {
        watched().heldBack().addAll(partitions(inputs, partition));
    }

    @Override
    public void release(List<Topic> inputs, int partition) {
        watched().heldBack().removeAll(partitions(inputs, partition));
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
