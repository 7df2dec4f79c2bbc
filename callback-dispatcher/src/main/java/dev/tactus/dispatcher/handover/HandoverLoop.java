package dev.tactus.dispatcher.handover;

import dev.tactus.contracts.registry.RegistryBehindException;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.dispatcher.report.ReportRecords;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The poll loop: reads what is due, hands it over, and lets the taker begin. Runs on a platform thread of its own. */
public final class HandoverLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(HandoverLoop.class);
    static final List<String> TOPICS = List.of(Topic.SCHEDULE_FIRES.topicName(), Topic.DISPATCH_WORK.topicName());
    private static final Duration POLL = Duration.ofMillis(200);
    /** Short while something is paused, so that it goes on as soon as there is room. */
    private static final Duration POLL_UNDER_PRESSURE = Duration.ofMillis(10);

    private static final Duration BACKOFF = Duration.ofSeconds(1);

    private final Supplier<HandoverClients> clientsFactory;
    private final WorkReader reader = new WorkReader();
    private final Handover handover;
    private final WorkTaker taker;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable HandoverClients current;
    private volatile long lastTurn = System.nanoTime();
    private volatile int assigned;
    private volatile boolean joined;
    private final Lag lag = new Lag();

    /** @param dispatcher names this instance in reports */
    public HandoverLoop(
            Supplier<HandoverClients> clientsFactory,
            WorkflowLookup workflows,
            EndedJobs endedJobs,
            ReportRecords reports,
            WorkTaker taker,
            String dispatcher) {
        this.clientsFactory = clientsFactory;
        this.taker = taker;
        this.handover = new Handover(reader, workflows, endedJobs, reports, dispatcher);
    }

    /** Ends when {@link #close} was called, or when going on would lose work; see {@link #ended}. */
    @Override
    public void run() {
        try {
            while (!isClosed()) {
                withNewClients();
            }
            ended.complete(null);
        } catch (RuntimeException | Error e) {
            LOG.error("the dispatcher takes nothing over any more: {}", e.getMessage(), e);
            ended.completeExceptionally(e);
        }
    }

    /** Makes {@link #run} return soon. */
    public void close() {
        closed.countDown();
        HandoverClients clients = current;
        if (clients != null) {
            clients.consumer().wakeup();
        }
    }

    /** Completes when the loop ended; exceptionally when it had to. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** {@link System#nanoTime} of the last turn's end. */
    public long lastTurn() {
        return lastTurn;
    }

    /** How many partitions are this instance's to read. */
    public int assigned() {
        return assigned;
    }

    /** True once the group has given this instance its share, which may be no partition at all. */
    public boolean joined() {
        return joined;
    }

    /** How far the reading is behind. */
    public Lag lag() {
        return lag;
    }

    /** How many records could not be read so far. */
    public long unreadable() {
        return reader.unreadable();
    }

    private void withNewClients() {
        try (HandoverClients clients = clientsFactory.get()) {
            current = clients;
            clients.consumer().subscribe(TOPICS);
            while (!isClosed()) {
                turn(clients);
            }
        } catch (WakeupException e) {
            // close() was called.
        } catch (InvalidOffsetException e) {
            throw new OffsetsGoneException(e);
        } catch (KafkaException | IllegalStateException e) {
            LOG.error("the hand-over failed and begins anew in {} ms: {}", BACKOFF.toMillis(), e.toString());
            pause(BACKOFF);
        } finally {
            current = null;
            assigned = 0;
            joined = false;
            lag.unknown();
        }
    }

    void turn(HandoverClients clients) {
        Consumer<byte[], byte[]> consumer = clients.consumer();
        boolean pressed = press(consumer, taker.full());
        ConsumerRecords<byte[], byte[]> records = consumer.poll(pressed ? POLL_UNDER_PRESSURE : POLL);
        assigned = consumer.assignment().size();
        joined = consumer.groupMetadata().generationId() >= 0;
        if (!records.isEmpty()) {
            handOver(clients, records);
        } else if (!records.nextOffsets().isEmpty()) {
            // Past a transaction's end marker. Left uncommitted, retention could pass the group by.
            consumer.commitAsync(records.nextOffsets(), null);
        }
        lastTurn = System.nanoTime();
        lag.look(consumer, lastTurn);
    }

    private void handOver(HandoverClients clients, ConsumerRecords<byte[], byte[]> records) {
        List<Taken> taken;
        try {
            taken = handover.read(records);
        } catch (RegistryBehindException | EndedJobsBehindException e) {
            LOG.warn("nothing is handed over until this is known: {}", e.getMessage());
            rewind(clients.consumer(), records);
            return;
        }
        try {
            handover.commit(clients, taken, records);
        } catch (CommitUnknownException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("a hand-over of {} records was rolled back and is tried again: {}", records.count(), e.toString());
            // What can't even be aborted ends these clients.
            clients.producer().abortTransaction();
            rewind(clients.consumer(), records);
            return;
        }
        taken.forEach(this::begin);
    }

    private void begin(Taken taken) {
        try {
            switch (taken) {
                case Taken.Launch launch -> taker.launch(launch.work(), launch.workflow());
                case Taken.Delivery delivery -> taker.deliver(delivery.work());
            }
        } catch (RuntimeException e) {
            // One piece must not stop all others. Nobody renews its lease, so it comes again.
            LOG.error("work that was handed over could not be begun and comes again when its lease ends", e);
        }
    }

    /** Back to before these records, where the partitions are still ours. */
    private static void rewind(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        Set<TopicPartition> ours = consumer.assignment();
        for (TopicPartition partition : records.partitions()) {
            if (ours.contains(partition)) {
                consumer.seek(partition, records.records(partition).getFirst().offset());
            }
        }
    }

    /** Pauses exactly the partitions of the full topics; polling goes on, so the group keeps its member. */
    private static boolean press(Consumer<byte[], byte[]> consumer, Set<String> full) {
        Set<TopicPartition> paused = consumer.paused();
        if (full.isEmpty() && paused.isEmpty()) {
            return false;
        }
        Set<TopicPartition> toPause = consumer.assignment().stream()
                .filter(partition -> full.contains(partition.topic()))
                .collect(Collectors.toSet());
        consumer.resume(paused.stream().filter(p -> !toPause.contains(p)).toList());
        consumer.pause(toPause);
        return !toPause.isEmpty();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void pause(Duration duration) {
        try {
            var unused = closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            close();
        }
    }
}
