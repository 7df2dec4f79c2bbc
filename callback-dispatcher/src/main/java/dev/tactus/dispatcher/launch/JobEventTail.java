package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.RecordHeaders;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.dispatcher.handover.EndedJobs;
import dev.tactus.dispatcher.handover.EndedJobsBehindException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns of every job that ends, anywhere: reads {@code job-events} without a group. It begins at the end, and goes back
 * when work is older than that, because a job may have been cancelled while no dispatcher was there to launch it.
 */
public final class JobEventTail implements EndedJobs, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobEventTail.class);
    private static final Set<String> FINAL = Set.of("job.completed", "job.failed", "job.cancelled");
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BACKOFF = Duration.ofSeconds(1);
    private static final Duration COVER_TIMEOUT = Duration.ofSeconds(10);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final FinalJobs finals;
    private final java.util.function.Consumer<UUID> ended;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    private volatile Consumer<byte[], byte[]> consumer;
    /** Where to go on with a new consumer. Only the tail's thread touches it once that runs. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    /** Per partition the instant from which on every end is known. */
    private final ConcurrentMap<Integer, Instant> coveredSince = new ConcurrentHashMap<>();

    private final ConcurrentMap<TopicPartition, Cover> latest = new ConcurrentHashMap<>();
    private final Queue<Cover> asked = new ConcurrentLinkedQueue<>();
    private final Queue<Cover> underWay = new ArrayDeque<>();

    /** @param ended told of each job on the tail's thread; must not block */
    public JobEventTail(
            Supplier<Consumer<byte[], byte[]>> consumers, FinalJobs finals, java.util.function.Consumer<UUID> ended) {
        this.consumers = consumers;
        this.finals = finals;
        this.ended = ended;
        this.consumer = consumers.get();
        this.thread = Thread.ofPlatform().name("tactus-job-event-tail").daemon().unstarted(this::run);
    }

    /** Returns when it is certain that the end of every job from {@code now} on will be seen. */
    public void start(Instant now) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.JOB_EVENTS.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        positions.putAll(consumer.endOffsets(partitions));
        partitions.forEach(partition -> coveredSince.put(partition.partition(), now));
        resume();
        thread.start();
    }

    @Override
    public boolean contains(UUID jobId) {
        return finals.contains(jobId);
    }

    @Override
    public void cover(int partition, Instant since) {
        Instant covered = coveredSince.get(partition);
        if (covered == null || !since.isBefore(covered)) {
            return;
        }
        Cover cover = cover(new TopicPartition(Topic.JOB_EVENTS.topicName(), partition), since);
        try {
            cover.done.get(COVER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new EndedJobsBehindException(partition, COVER_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EndedJobsBehindException(partition, COVER_TIMEOUT);
        }
    }

    /** Joins one that is under way and goes back far enough: to begin anew with each try would never reach the end. */
    private Cover cover(TopicPartition partition, Instant since) {
        Cover before = latest.get(partition);
        if (before != null && !before.done.isDone() && !before.since.isAfter(since)) {
            return before;
        }
        Cover cover = new Cover(partition, since);
        latest.put(partition, cover);
        asked.add(cover);
        consumer.wakeup();
        return cover;
    }

    @Override
    public void close() {
        closed.countDown();
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
            return;
        }
        consumer.wakeup();
        try {
            var unused = thread.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosed()) {
            try (Consumer<byte[], byte[]> mine = consumer) {
                read(mine);
            } catch (KafkaException e) {
                LOG.error("the tail of job events broke off and begins anew: {}", e.toString());
                backOff();
                // Whoever waits is told to try again, with the new consumer.
                underWay.forEach(cover -> cover.done.completeExceptionally(e));
                underWay.clear();
                consumer = consumers.get();
                resume();
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        while (!isClosed()) {
            try {
                begin();
                consumer.poll(POLL).forEach(this::apply);
                for (TopicPartition partition : consumer.assignment()) {
                    positions.put(partition, consumer.position(partition));
                }
                finish();
            } catch (WakeupException e) {
                // close() or cover() was called.
            }
        }
    }

    private void resume() {
        consumer.assign(positions.keySet());
        positions.forEach(consumer::seek);
    }

    private void begin() {
        for (Cover cover = asked.peek(); cover != null; cover = asked.peek()) {
            OffsetAndTimestamp from = consumer.offsetsForTimes(Map.of(cover.partition, cover.since.toEpochMilli()))
                    .get(cover.partition);
            long end = Objects.requireNonNullElse(
                    consumer.endOffsets(List.of(cover.partition)).get(cover.partition), 0L);
            if (from != null && from.offset() < consumer.position(cover.partition)) {
                consumer.seek(cover.partition, from.offset());
            }
            cover.end = end;
            underWay.add(cover);
            asked.remove();
        }
    }

    private void finish() {
        underWay.removeIf(cover -> {
            if (consumer.position(cover.partition) < cover.end) {
                return false;
            }
            coveredSince.merge(
                    cover.partition.partition(), cover.since, (one, other) -> one.isBefore(other) ? one : other);
            cover.done.complete(null);
            return true;
        });
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        String type = RecordHeaders.text(record.headers(), RecordHeaders.EVENT_TYPE);
        if (type == null || !FINAL.contains(type)) {
            return;
        }
        try {
            UUID job = EntityKey.parse(record.key()).id();
            finals.add(job);
            ended.accept(job);
        } catch (IllegalArgumentException e) {
            LOG.error("{}-{}@{} has no job's key", record.topic(), record.partition(), record.offset());
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void backOff() {
        try {
            var unused = closed.await(BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    private static final class Cover {
        private final TopicPartition partition;
        private final Instant since;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private long end;

        Cover(TopicPartition partition, Instant since) {
            this.partition = partition;
            this.since = since;
        }
    }
}
