package dev.tactus.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.processor.core.CommitListener;
import dev.tactus.processor.core.Commits;
import dev.tactus.processor.core.FencedStore;
import dev.tactus.processor.core.InputProgress;
import dev.tactus.processor.core.OwnedPartition;
import dev.tactus.processor.core.OwnedPartitions;
import dev.tactus.processor.core.WallClock;
import dev.tactus.processor.core.timer.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The least that a {@link ProcessorService} can run: each command is stored and echoed as an event, and fails on the way
 * as often as a test says. It writes down what it was told of its commits.
 */
final class EchoTopology implements TopologyFactory {
    /** Told of a commit, per value. */
    final List<String> committed = new CopyOnWriteArrayList<>();
    /** Processed by a task that ended before it was told of a commit. */
    final List<String> lost = new CopyOnWriteArrayList<>();
    /** The threads of those. */
    final Set<Thread> losers = ConcurrentHashMap.newKeySet();
    /** Threads on which a commit was told that did not process what was committed. */
    final List<String> strangers = new CopyOnWriteArrayList<>();

    private final Set<String> failOnce = ConcurrentHashMap.newKeySet();
    private final Set<String> failAlways = ConcurrentHashMap.newKeySet();
    private final Map<Integer, String> unasked = new ConcurrentHashMap<>();

    /** A command with this value ends its stream thread, after it was written, the first time. */
    void failOnce(String value) {
        failOnce.add(value);
    }

    void failAlways(String value) {
        failAlways.add(value);
    }

    /** The partition's owner writes this value with its next turn, as a timer would, and asks for no commit. */
    void writeUnasked(int partition, String value) {
        unasked.put(partition, value);
    }

    @Override
    public Topology build(OwnedPartitions owned, Commits commits, InputProgress inputProgress, WallClock wall) {
        Topology topology = new Topology();
        topology.addSource(
                "commands",
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topic.SCHEDULE_COMMANDS.topicName());
        topology.addProcessor("echo", () -> new Echo(owned, commits), "commands");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        FencedStore.supplier("echoes", commits), Serdes.String(), Serdes.ByteArray()),
                "echo");
        topology.addSink(
                "events",
                Topic.SCHEDULE_EVENTS.topicName(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                "echo");
        return topology;
    }

    private final class Echo implements Processor<byte[], byte[], byte[], byte[]>, CommitListener, OwnedPartition {
        private final OwnedPartitions owned;
        private final Commits commits;
        private final List<String> pending = new ArrayList<>();
        private ProcessorContext<byte[], byte[]> context;
        private KeyValueStore<String, byte[]> store;
        private Thread thread;
        private volatile long lastTurnNanos;

        Echo(OwnedPartitions owned, Commits commits) {
            this.owned = owned;
            this.commits = commits;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
            store = context.getStateStore("echoes");
            thread = Thread.currentThread();
            lastTurnNanos = System.nanoTime();
            context.schedule(Duration.ofMillis(50), PunctuationType.WALL_CLOCK_TIME, timestamp -> {
                lastTurnNanos = System.nanoTime();
                String value = unasked.remove(number());
                if (value != null) {
                    write(new Record<>(value.getBytes(UTF_8), value.getBytes(UTF_8), timestamp));
                }
            });
            commits.register(this);
            owned.add(this);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            String value = write(record);
            if (failAlways.contains(value) || failOnce.remove(value)) {
                throw new IllegalStateException("failing on purpose at " + value);
            }
            context.commit();
        }

        private String write(Record<byte[], byte[]> record) {
            String value = new String(record.value(), UTF_8);
            pending.add(value);
            store.put(value, record.value());
            context.forward(record);
            return value;
        }

        @Override
        public void committed() {
            if (Thread.currentThread() != thread) {
                strangers.add(Thread.currentThread().getName());
            }
            committed.addAll(pending);
            pending.clear();
        }

        @Override
        public void close() {
            commits.unregister(this);
            owned.remove(this);
            if (!pending.isEmpty()) {
                losers.add(thread);
            }
            lost.addAll(pending);
            pending.clear();
        }

        @Override
        public int number() {
            return context.taskId().partition();
        }

        @Override
        public boolean caughtUp() {
            return true;
        }

        @Override
        public long lastTurnNanos() {
            return lastTurnNanos;
        }

        @Override
        public int armed(Timer.Kind kind) {
            return 0;
        }

        @Override
        public int behind() {
            return 0;
        }

        @Override
        public JsonNode answer(Query query) {
            ArrayList<String> values = new ArrayList<>();
            try (var all = store.all()) {
                all.forEachRemaining(row -> values.add(row.key));
            }
            return Json.tree(values);
        }

        @Override
        public CompletableFuture<Map<UUID, Outcome>> outcomes(Collection<UUID> commandIds) {
            return new CompletableFuture<>();
        }
    }
}
