package dev.tactus.processor.core;

import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.processor.core.read.Reads;
import dev.tactus.processor.core.state.PartitionRow;
import dev.tactus.processor.core.state.PartitionState;
import dev.tactus.processor.core.timer.ReadyQueue;
import dev.tactus.processor.core.timer.Timer;
import dev.tactus.processor.core.timer.TimerIndex;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of the platform as a Kafka Streams task. It applies input records in their order, and at each tick
 * handles what is due: in turns between tenants and within a budget, so that a herd stalls neither commands nor another
 * tenant. What it decides is pure and elsewhere; here it is loaded, called, stored and forwarded.
 */
final class PartitionProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionProcessor.class);

    /** The most timers that one tick moves to the tenants' queues; moving is some microseconds each. */
    private static final int MOST_MOVED = 50_000;

    /** Ten milliseconds of a herd. */
    private static final int MOST_BEFORE_AN_OUTCOME = 800;

    private static final long HOUSEKEEPING_MILLIS = 1_000;
    private static final long RETRY_MILLIS = 60_000;

    private final CoreSettings settings;
    private final OwnedPartitions owned;
    private final Commits commits;
    private final InputProgress inputProgress;
    private final WallClock wall;

    private final TimerIndex timers = new TimerIndex();
    private final ReadyQueue ready = new ReadyQueue();
    private final Map<Topic, Long> applied = new EnumMap<>(Topic.class);
    /** Timers whose handling failed, so that each is dead-lettered once. */
    private final Set<Timer> failing = new HashSet<>();

    private long lastHousekeeping;
    private @Nullable Running running;

    PartitionProcessor(
            CoreSettings settings,
            OwnedPartitions owned,
            Commits commits,
            InputProgress inputProgress,
            WallClock wall) {
        this.settings = settings;
        this.owned = owned;
        this.commits = commits;
        this.inputProgress = inputProgress;
        this.wall = wall;
    }

    /**
     * What lives from {@code init} to {@code close}; a task may be opened again on the same instance.
     *
     * @param clock what is decided by
     * @param readersClock the same, at the last turn, for readers on other threads
     */
    private record Running(
            ProcessorContext<byte[], byte[]> context,
            Partition partition,
            Takeover takeover,
            TurnClock clock,
            AtomicLong readersClock,
            ServedPartition served,
            CommitListener committed,
            OutcomeCommits outcomeCommits,
            WakeUps wakeUps) {
        TaskContext task() {
            return partition.task();
        }
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        close();
        int number = context.taskId().partition();
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(ProcessorTopology.STORE);
        PartitionState state = PartitionState.in(store);
        PartitionRow row = state.partition().get(PartitionRow.KEY);
        PartitionRow known = row == null ? PartitionRow.EMPTY : row;
        for (Topic input : Inputs.TOPICS) {
            applied.put(input, known.applied().getOrDefault(input.topicName(), -1L));
        }
        TurnClock clock = new TurnClock(context, wall);
        TaskContext task = new TaskContext(
                settings,
                state,
                new Facts(context, clock, known.seq()),
                timers,
                () -> settings.readyBytes() / Math.max(1, owned.count()),
                clock);
        OutcomeGate gate = new OutcomeGate(number);
        Partition partition = Partition.open(task, number, gate, known.tzdbVersion());
        AtomicLong readersClock = new AtomicLong(clock.getAsLong());
        Reads reads = new Reads(state, partition.pending(), readersClock::get);
        OutcomeCommits outcomeCommits = new OutcomeCommits(context, commits, settings.tick());
        Running r = new Running(
                context,
                partition,
                new Takeover(inputProgress, number),
                clock,
                readersClock,
                new ServedPartition(number, gate, reads, state, timers, ready),
                () -> {
                    gate.committed();
                    outcomeCommits.committed();
                    task.facts().tally().committed(owned.meter());
                },
                outcomeCommits,
                new WakeUps(context, settings.tick(), commits, this::tick));
        running = r;
        commits.register(r.committed());
        owned.add(r.served());
        r.wakeUps().at(context.currentSystemTimeMs());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Running r = running();
        commits.received();
        beginTurn(r);
        RecordMetadata metadata = r.context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("an input record without metadata"));
        Topic topic = ProcessorTopology.input(metadata.topic());
        if (metadata.offset() <= appliedOffset(topic)) {
            return;
        }
        if (!Inputs.isEnd(topic, record)) {
            apply(r, topic, record, metadata);
        }
        applied.put(topic, metadata.offset());
        r.task().facts().takeEmitted();
        savePartition(r);
        r.wakeUps()
                .at(Math.min(
                        r.clock().inContext(timers.nextDue()),
                        r.outcomeCommits().due()));
    }

    private void apply(Running r, Topic topic, Record<byte[], byte[]> record, RecordMetadata metadata) {
        CommandHeaders headers = null;
        Outcome outcome;
        try {
            headers = CommandHeaders.read(record.headers());
            outcome = r.partition().inputs().apply(topic, record, headers);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            // One bad record must not stop the partition.
            outcome = Outcome.Refused.of(
                    Outcome.Reason.FAILED,
                    "the command could not be applied; it is in dead-letters: " + e.getMessage());
            r.partition()
                    .deadLetters()
                    .record(record, topic.topicName() + "-" + metadata.partition() + "@" + metadata.offset(), e);
        }
        if (headers != null && outcome != null) {
            r.partition().outcomes().record(headers.commandId(), outcome);
            commits.await();
            r.task().facts().tally().command(outcome);
            r.outcomeCommits().want();
        }
    }

    private void tick() {
        long begun = System.nanoTime();
        Running r = running();
        if (commits.haveFailed()) {
            // Kafka Streams may take this task for committed. It is told when it commits again, which may never be.
            throw new TaskMigratedException("What partition " + r.served().number()
                    + " has decided was not committed, so that all of this thread's tasks begin again from what is");
        }
        beginTurn(r);
        r.readersClock().set(r.task().now());
        r.served().turned();
        if (!r.served().caughtUp()) {
            if (!r.takeover().commandsRead(this::appliedOffset)) {
                r.wakeUps().at(r.context().currentSystemTimeMs());
                return;
            }
            r.served().nowCaughtUp();
        }
        boolean reportsRead = r.takeover().reportsRead(this::appliedOffset);
        if (reportsRead) {
            ready.takeBack();
        }
        long now = r.task().now();
        boolean reviewing = !r.partition().review().done();
        if (reviewing) {
            r.partition().review().turn();
        }
        for (int moved = 0; moved < MOST_MOVED; moved++) {
            Timer timer = timers.takeDue(now);
            if (timer == null) {
                break;
            }
            ready.add(timer);
        }
        int handled = drain(r, !reportsRead);
        if (now - lastHousekeeping >= HOUSEKEEPING_MILLIS || now < lastHousekeeping) {
            lastHousekeeping = now;
            r.partition().outcomes().expire();
            r.partition().firstAnswers().expire();
        }
        if (r.task().facts().takeEmitted() || reviewing) {
            savePartition(r);
        }
        if (handled > 0) {
            r.context().commit();
        }
        r.outcomeCommits().turn();
        owned.meter().ticked(System.nanoTime() - begun);
        boolean idle = ready.isEmpty() && r.partition().review().done() && reportsRead;
        long next = idle ? timers.nextDue() : now;
        r.wakeUps().at(Math.min(r.clock().inContext(next), r.outcomeCommits().due()));
    }

    private void beginTurn(Running r) {
        if (r.clock().begin()) {
            // They were to be tried again a minute later, by a clock that was ahead.
            failing.forEach(timer -> timers.set(timer, r.task().now()));
        }
    }

    /** @param reportsToRead what hangs on them is laid aside */
    private int drain(Running r, boolean reportsToRead) {
        long end = System.nanoTime() + settings.tickTime().toNanos();
        // Someone waits for the commit that follows: little more goes before it.
        int most =
                commits.awaited() ? Math.min(MOST_BEFORE_AN_OUTCOME, settings.tickRecords()) : settings.tickRecords();
        int handled = 0;
        while (handled < most && System.nanoTime() < end) {
            Timer timer = ready.poll();
            if (timer == null) {
                break;
            }
            due(r, timer, reportsToRead);
            handled++;
        }
        return handled;
    }

    private void due(Running r, Timer timer, boolean reportsToRead) {
        EntityKey key = timer.key();
        try {
            if (reportsToRead && r.partition().hangsOnReports(timer)) {
                ready.layAside(timer);
                return;
            }
            r.partition().due(timer);
            failing.remove(timer);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            // One bad schedule must not stop its partition: it is tried again, the others go on.
            LOG.error("{} could not be decided and is tried again in {} s", timer, RETRY_MILLIS / 1000, e);
            timers.set(timer, r.task().now() + RETRY_MILLIS);
            if (failing.add(timer)) {
                r.partition()
                        .deadLetters()
                        .schedule(key, "could not be decided, and is tried again every minute: " + e);
            }
        }
    }

    private void savePartition(Running r) {
        Map<String, Long> offsets = new HashMap<>();
        applied.forEach((topic, offset) -> offsets.put(topic.topicName(), offset));
        r.task()
                .state()
                .partition()
                .put(
                        PartitionRow.KEY,
                        new PartitionRow(
                                offsets,
                                r.task().facts().seq(),
                                r.partition().review().version()));
    }

    private long appliedOffset(Topic topic) {
        return applied.getOrDefault(topic, -1L);
    }

    @Override
    public void close() {
        Running r = running;
        running = null;
        if (r != null) {
            r.wakeUps().close();
            r.takeover().close();
            commits.unregister(r.committed());
            owned.remove(r.served());
            r.served().close();
        }
        timers.clear();
        ready.clear();
        applied.clear();
        failing.clear();
    }

    private Running running() {
        Running r = running;
        if (r == null) {
            throw new IllegalStateException("the task is not open");
        }
        return r;
    }
}
