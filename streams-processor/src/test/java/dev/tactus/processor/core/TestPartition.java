package dev.tactus.processor.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleView;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.testkit.InMemoryLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** One partition of the processor, driven by hand: what a client, a dispatcher and the clock do to it, and what it says. */
final class TestPartition implements AutoCloseable {
    static final String TENANT = "acme";
    private static final Partitions ALONE = new Partitions(1);
    private static final int TICK_RECORDS = CoreSettings.defaults(ALONE).tickRecords();
    private static final long PLENTY = Long.MAX_VALUE;

    private final TopologyTestDriver driver;
    private final OwnedPartitions owned = new OwnedPartitions();
    private final Commits commits = new Commits(this::nanoTime);
    private final FakeProgress progress;
    private final Map<Topic, TestOutputTopic<String, byte[]>> outputs = new EnumMap<>(Topic.class);
    private Instant now;
    /** By how much the wall clock was set forward since this began; {@link #now} is not. */
    private Duration setForward = Duration.ZERO;

    /** What the inputs hold that this partition has yet to see; nothing unless a test says so. */
    static final class FakeProgress implements InputProgress {
        final Map<Topic, Long> ends = new EnumMap<>(Topic.class);
        /** What is answered first, in this order. */
        final Queue<CompletableFuture<Map<Topic, Long>>> endsAnswered = new ArrayDeque<>();

        final Map<Topic, Long> positions = new EnumMap<>(Topic.class);
        final Map<Topic, Long> polled = new EnumMap<>(Topic.class);
        final Set<Topic> heldBack = EnumSet.noneOf(Topic.class);

        @Override
        public CompletableFuture<Map<Topic, Long>> ends(List<Topic> inputs, int partition) {
            if (!endsAnswered.isEmpty()) {
                return endsAnswered.remove();
            }
            Map<Topic, Long> all = new EnumMap<>(Topic.class);
            inputs.forEach(input -> all.put(input, ends.getOrDefault(input, 0L)));
            return CompletableFuture.completedFuture(all);
        }

        @Override
        public long position(Topic input, int partition) {
            return positions.getOrDefault(input, 0L);
        }

        @Override
        public long lastPolled(Topic input, int partition) {
            return polled.getOrDefault(input, -1L);
        }

        @Override
        public void holdBack(List<Topic> inputs, int partition) {
            heldBack.addAll(inputs);
        }

        @Override
        public void release(List<Topic> inputs, int partition) {
            inputs.forEach(heldBack::remove);
        }
    }

    TestPartition(Path stateDir, Instant start) {
        this(stateDir, start, new FakeProgress());
    }

    TestPartition(Path stateDir, Instant start, FakeProgress behind) {
        this(stateDir, start, behind, ALONE, TICK_RECORDS, PLENTY, RetentionSettings.STANDARD);
    }

    TestPartition(Path stateDir, Instant start, RetentionSettings retention) {
        this(stateDir, start, new FakeProgress(), ALONE, TICK_RECORDS, PLENTY, retention);
    }

    /** The first of several partitions; nothing is there to be the others. */
    static TestPartition firstOf(Partitions partitions, Path stateDir, Instant start) {
        return new TestPartition(
                stateDir, start, new FakeProgress(), partitions, TICK_RECORDS, PLENTY, RetentionSettings.STANDARD);
    }

    /** @param budget of a tick, in timers */
    TestPartition(Path stateDir, Instant start, int budget) {
        this(stateDir, start, new FakeProgress(), ALONE, budget, PLENTY, RetentionSettings.STANDARD);
    }

    /** @param readyBytes of heap for schedules that are ready to fire */
    TestPartition(Path stateDir, Instant start, long readyBytes) {
        this(stateDir, start, new FakeProgress(), ALONE, TICK_RECORDS, readyBytes, RetentionSettings.STANDARD);
    }

    private TestPartition(
            Path stateDir,
            Instant start,
            FakeProgress behind,
            Partitions partitions,
            int budget,
            long readyBytes,
            RetentionSettings retention) {
        now = start;
        progress = behind;
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(
                ProcessorTopology.build(
                        settings(partitions, budget, readyBytes, retention),
                        owned,
                        commits,
                        progress,
                        () -> setForward.toMillis()),
                properties,
                start);
        for (Topic topic : Topic.values()) {
            outputs.put(
                    topic,
                    driver.createOutputTopic(topic.topicName(), new StringDeserializer(), new ByteArrayDeserializer()));
        }
    }

    private long nanoTime() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    /** A tick may take as long as it likes: how much it does must not depend on how busy the machine is. */
    private static CoreSettings settings(
            Partitions partitions, int budget, long readyBytes, RetentionSettings retention) {
        CoreSettings defaults = CoreSettings.defaults(partitions);
        return new CoreSettings(
                defaults.partitions(),
                defaults.lateWindow(),
                defaults.lease(),
                defaults.tick(),
                budget,
                Duration.ofHours(1),
                defaults.outcomeRetention(),
                defaults.commandRetention(),
                defaults.deliveryRetries(),
                defaults.disableAfter(),
                readyBytes,
                retention);
    }

    /** The thread's transaction is aborted, or can't be committed. */
    void lastCommitFails() {
        commits.failed();
    }

    FakeProgress progress() {
        return progress;
    }

    Instant now() {
        return now;
    }

    /** Lets the clock run in steps, with a tick after each. */
    TestPartition run(Duration time, Duration step) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            Duration next = Duration.between(now, end).compareTo(step) < 0 ? Duration.between(now, end) : step;
            now = now.plus(next);
            driver.advanceWallClockTime(next);
        }
        return this;
    }

    /** Sets the wall clock forward, or back by less than zero, in no time. What is stamped by a broker is not set. */
    TestPartition setClock(Duration forward) {
        setForward = setForward.plus(forward);
        return this;
    }

    /** Lets the clock stand at an instant, with one tick: what lies between was a downtime. */
    TestPartition jumpTo(Instant instant) {
        Duration time = Duration.between(now, instant);
        now = instant;
        driver.advanceWallClockTime(time);
        return this;
    }

    TestPartition runTo(Instant instant) {
        return run(Duration.between(now, instant), Duration.ofSeconds(1));
    }

    Outcome create(ScheduleDefinition definition) {
        CommandHeaders headers = CommandHeaders.of(commandId(), "test");
        return command(new ScheduleCommand.Put(definition), definition.key(), headers);
    }

    Outcome update(ScheduleDefinition wanted, long baseRevision, String... changed) {
        CommandHeaders headers =
                CommandHeaders.of(commandId(), "test").withUpdate(baseRevision, List.of(changed), null);
        return command(new ScheduleCommand.Put(wanted), wanted.key(), headers);
    }

    Outcome delete(EntityKey key) {
        return command(new ScheduleCommand.Delete(), key, CommandHeaders.of(commandId(), "test"));
    }

    Outcome command(ScheduleCommand command, EntityKey key, CommandHeaders headers) {
        pipe(Topic.SCHEDULE_COMMANDS, key.toString(), command.bytes(), headers, now);
        return outcome(headers.commandId());
    }

    /** A command that was appended at another instant than now, as those are that came during a downtime. */
    Outcome commandAt(Instant appended, ScheduleCommand command, EntityKey key, CommandHeaders headers) {
        pipe(Topic.SCHEDULE_COMMANDS, key.toString(), command.bytes(), headers, appended);
        return outcome(headers.commandId());
    }

    Outcome act(Action action, EntityKey key) {
        return act(action, key, CommandHeaders.of(commandId(), "test"));
    }

    Outcome act(Action action, EntityKey key, CommandHeaders headers) {
        pipe(Topic.SCHEDULE_ACTIONS, key.toString(), Json.bytes(action), headers, now);
        return outcome(headers.commandId());
    }

    Outcome register(RegistryCommand command) {
        CommandHeaders headers = CommandHeaders.of(commandId(), "test");
        pipe(Topic.REGISTRY_COMMANDS, command.key(), Json.bytes(command), headers, now);
        return outcome(headers.commandId());
    }

    Outcome report(JobReport report) {
        CommandHeaders headers = CommandHeaders.of(commandId(), "test");
        pipe(
                Topic.JOB_REPORTS,
                new EntityKey(report.tenant(), report.jobId()).toString(),
                Json.bytes(report),
                headers,
                now);
        return outcome(headers.commandId());
    }

    void report(DeliveryReport report) {
        pipe(
                Topic.DELIVERY_REPORTS,
                new EntityKey(report.tenant(), report.deliveryId()).toString(),
                Json.bytes(report),
                null,
                now);
    }

    void poison(Topic topic, String key, String value, CommandHeaders headers) {
        pipe(topic, key, value.getBytes(StandardCharsets.UTF_8), headers, now);
    }

    /** A record as it is, with headers of any kind. */
    void record(Topic topic, String key, byte[] value, Map<String, String> headers, Instant timestamp) {
        Headers all = new RecordHeaders();
        headers.forEach((name, text) -> dev.tactus.contracts.topic.RecordHeaders.add(all, name, text));
        pipeRaw(topic, key, value, all, timestamp);
        commits.committed(Duration.ZERO);
    }

    /** A record as it is, under any key. */
    void raw(Topic topic, byte[] key, byte[] value, Headers headers) {
        driver.createInputTopic(topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, now));
        commits.committed(Duration.ZERO);
    }

    CommandHeaders headers() {
        return CommandHeaders.of(commandId(), "test");
    }

    /** As it is read by who asks for it from another process. */
    Outcome outcome(UUID commandId) {
        CompletableFuture<Map<UUID, Outcome>> outcome = partition().outcomes(List.of(commandId));
        commits.committed(Duration.ZERO);
        return Json.convert(Json.tree(outcome.join().get(commandId)), Outcome.class);
    }

    OwnedPartition partition() {
        return owned.get(0).orElseThrow();
    }

    ScheduleView schedule(EntityKey key) {
        JsonNode answer = partition().answer(new Query.GetSchedule(key.tenant(), key.id()));
        return Json.convert(answer, ScheduleView.class);
    }

    Job job(UUID id) {
        return Json.convert(partition().answer(new Query.GetJob(TENANT, id)), Job.class);
    }

    JsonNode ask(Query query) {
        return partition().answer(query);
    }

    List<FireEvent> fires() {
        return read(Topic.SCHEDULE_FIRES, FireEvent.class);
    }

    List<DispatchWork> work() {
        return read(Topic.DISPATCH_WORK, DispatchWork.class);
    }

    List<ObjectNode> events(Topic topic) {
        return read(topic, ObjectNode.class);
    }

    <T> List<T> read(Topic topic, Class<T> type) {
        List<T> values = new ArrayList<>();
        for (TestRecord<String, byte[]> record : outputs.get(topic).readRecordsToList()) {
            if (record.value() != null) {
                values.add(Json.read(record.value(), type));
            }
        }
        return values;
    }

    List<TestRecord<String, byte[]>> records(Topic topic) {
        return outputs.get(topic).readRecordsToList();
    }

    /** Everything that it has said and that no test has read yet, as it would be on the topics. */
    InMemoryLog log() {
        InMemoryLog log = new InMemoryLog();
        outputs.forEach((topic, output) -> {
            log.topic(topic.topicName(), 1);
            for (TestRecord<String, byte[]> record : output.readRecordsToList()) {
                log.append(
                        topic.topicName(),
                        0,
                        record.key().getBytes(StandardCharsets.UTF_8),
                        record.value(),
                        record.timestamp());
            }
        });
        return log;
    }

    private UUID commandId() {
        return Ids.random(now, 0);
    }

    private void pipe(Topic topic, String key, byte[] value, CommandHeaders headers, Instant timestamp) {
        Headers all = new RecordHeaders();
        if (headers != null) {
            headers.write(all);
        }
        pipeRaw(topic, key, value, all, timestamp);
    }

    private void pipeRaw(Topic topic, String key, byte[] value, Headers headers, Instant timestamp) {
        driver.createInputTopic(topic.topicName(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, timestamp));
    }

    @Override
    public void close() {
        driver.close();
    }
}
