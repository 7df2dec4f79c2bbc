package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.RecordHeaders;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.contracts.topic.TopicFollower;
import dev.tactus.dispatcher.handover.EndedJobs;
import dev.tactus.dispatcher.handover.EndedJobsBehindException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
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
    private static final Duration WATCH_TIMEOUT = Duration.ofSeconds(10);

    private final Partitions partitions;
    private final FinalJobs finals;
    private final java.util.function.Consumer<UUID> ended;
    private final TopicFollower follower;
    /** The last one of each partition, also when it is done. */
    private final ConcurrentMap<TopicPartition, Watch> watches = new ConcurrentHashMap<>();

    /** @param ended told of each job on the tail's thread; must not block */
    public JobEventTail(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Partitions partitions,
            FinalJobs finals,
            java.util.function.Consumer<UUID> ended) {
        this.partitions = partitions;
        this.finals = finals;
        this.ended = ended;
        this.follower = new TopicFollower(Topic.JOB_EVENTS, "tactus-job-event-tail", consumers, new Turns());
    }

    /** Returns when it is certain that the end of every job from {@code now} on will be seen. */
    public void start(Instant now) {
        IntStream.range(0, partitions.count()).forEach(partition -> finals.cover(partition, now));
        follower.startAtEnd();
    }

    /** False while job events are not read; what asks for ended jobs is put off then. */
    public boolean reads() {
        return follower.reads();
    }

    /** Whether it will never read again. */
    public boolean dead() {
        return follower.ended();
    }

    @Override
    public Set<UUID> among(int partition, Instant since, Set<UUID> jobs) {
        Set<UUID> known = jobs.stream().filter(finals::contains).collect(Collectors.toSet());
        // In this order: what is forgotten after the look has moved the cover before it.
        if (finals.covers(partition, since)) {
            return known;
        }
        Watch watch = watch(new TopicPartition(Topic.JOB_EVENTS.topicName(), partition), since, jobs);
        try {
            watch.done().get(WATCH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new EndedJobsBehindException(partition, WATCH_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EndedJobsBehindException(partition, WATCH_TIMEOUT);
        }
        return jobs.stream()
                .filter(job -> watch.ended().contains(job) || known.contains(job))
                .collect(Collectors.toSet());
    }

    /** Joins the one that is there if it answers this: to begin anew with each try would never reach the end. */
    private Watch watch(TopicPartition partition, Instant since, Set<UUID> jobs) {
        Watch before = watches.get(partition);
        if (before != null && before.answers(since, jobs)) {
            return before;
        }
        Watch asked = new Watch(since, jobs);
        Watch watch = before == null ? asked : asked.with(before);
        watches.put(partition, watch);
        follower.wakeup();
        return watch;
    }

    @Override
    public void close() {
        follower.close();
    }

    private final class Turns implements TopicFollower.Turns {
        @Override
        public void turn(Consumer<byte[], byte[]> consumer) {
            begin(consumer);
            consumer.poll(POLL).forEach(JobEventTail.this::apply);
            finish(consumer);
        }

        @Override
        public void anew() {
            watches.values().forEach(Watch::beginAnew);
        }

        private void begin(Consumer<byte[], byte[]> consumer) {
            watches.forEach((partition, watch) -> {
                if (watch.begun()) {
                    return;
                }
                OffsetAndTimestamp from = consumer.offsetsForTimes(
                                Map.of(partition, watch.since().toEpochMilli()))
                        .get(partition);
                long end = Objects.requireNonNullElse(
                        consumer.endOffsets(List.of(partition)).get(partition), 0L);
                if (from != null && from.offset() < consumer.position(partition)) {
                    consumer.seek(partition, from.offset());
                }
                watch.begin(end);
            });
        }

        private void finish(Consumer<byte[], byte[]> consumer) {
            watches.forEach((partition, watch) -> {
                if (watch.readUpTo(consumer.position(partition))) {
                    finals.cover(partition.partition(), watch.coveredSince());
                    watch.done().complete(null);
                }
            });
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        String type = RecordHeaders.text(record.headers(), RecordHeaders.EVENT_TYPE);
        if (type == null || !FINAL.contains(type)) {
            return;
        }
        try {
            UUID job = EntityKey.parse(record.key()).id();
            Optional<Instant> forgotten = finals.add(record.partition(), job, Instant.ofEpochMilli(record.timestamp()));
            Watch watch = watches.get(new TopicPartition(record.topic(), record.partition()));
            if (watch != null) {
                watch.add(job);
                forgotten.ifPresent(watch::forgotten);
            }
            ended.accept(job);
        } catch (IllegalArgumentException e) {
            LOG.error("{}-{}@{} has no job's key", record.topic(), record.partition(), record.offset());
        }
    }
}
