package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tactus.audit.Audit;
import dev.tactus.audit.AuditSettings;
import dev.tactus.audit.Finding;
import dev.tactus.audit.Summary;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.testkit.InMemoryLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit, which decides by its own arithmetic, agrees with what the processor decides. */
class AuditedLifeTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");

    @TempDir
    private Path stateDir;

    private static Summary audit(InMemoryLog log, Instant to, List<Finding> findings) {
        AuditSettings settings = new AuditSettings(
                Map.of("bootstrap.servers", "in memory"), null, null, to, null, AuditSettings.LATE_WINDOW);
        return new Audit(settings, log::consumer, Duration.ZERO).run(findings::add);
    }

    private static void assertClean(TestPartition partition) {
        List<Finding> findings = new ArrayList<>();
        Summary summary = audit(partition.log(), partition.now().minus(AuditSettings.LATE_WINDOW), findings);
        assertThat(findings).extracting(Finding::line).isEmpty();
        assertThat(summary.clean()).isTrue();
        assertThat(summary.unjudged()).isZero();
        assertThat(summary.fires()).isPositive();
    }

    @Test
    void aLifeFromCreationToDeletion() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            ScheduleDefinition definition = Definition.everyMinute(START);
            partition.create(definition);
            partition.run(Duration.ofMinutes(3), Duration.ofSeconds(1));
            ScheduleDefinition often = Definition.with(definition, "cron_expr", "*/2 * * * *");
            partition.update(often, 1, "cron_expr");
            partition.run(Duration.ofMinutes(5), Duration.ofSeconds(1));
            partition.act(new Action.Trigger("acme", definition.id(), null), definition.key());
            partition.update(Definition.with(often, "enabled", false), 2, "enabled");
            partition.run(Duration.ofMinutes(5), Duration.ofSeconds(1));
            partition.update(Definition.with(often, "enabled", true), 3, "enabled");
            partition.run(Duration.ofMinutes(5), Duration.ofSeconds(1));
            partition.jumpTo(partition.now().plus(Duration.ofHours(3)));
            partition.run(Duration.ofMinutes(5), Duration.ofSeconds(1));
            partition.delete(definition.key());
            partition.run(Duration.ofMinutes(5), Duration.ofSeconds(1));
            assertClean(partition);
        }
    }

    @Test
    void aLimitThatIsLoweredWhileAnInstantWaits() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            ScheduleDefinition definition = Definition.with(
                    Definition.with(Definition.everyMinute(START), "overlap", "queue_one"), "max_fires", 5);
            partition.create(definition);
            partition.run(Duration.ofSeconds(100), Duration.ofSeconds(1));
            List<FireEvent> fires = partition.fires();
            assertThat(fires).hasSize(1);
            partition.update(Definition.with(definition, "max_fires", 1), 1, "max_fires");
            partition.report(new JobReport.Completed("acme", fires.getFirst().jobId(), null, Json.object()));
            assertThat(partition.fires()).isEmpty();
            assertThat(partition.events(Topic.SCHEDULE_EVENTS))
                    .last()
                    .satisfies(
                            event -> assertThat(event.path("reason").asText()).isEqualTo("max_fires"));
        }
    }

    /** The command was appended before an instant that waits already, and is read after it. */
    @Test
    void anInstantThatWaitsIsNotGivenOutAgain() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            ScheduleDefinition definition = Definition.with(Definition.everyMinute(START), "overlap", "queue_one");
            partition.create(definition);
            partition.run(Duration.ofSeconds(100), Duration.ofSeconds(1));
            ScheduleDefinition often = Definition.with(definition, "cron_expr", "*/1 * * * *");
            CommandHeaders headers = partition.headers().withUpdate(1L, List.of("cron_expr"), null);
            partition.commandAt(partition.now().minusSeconds(20), new ScheduleCommand.Put(often), often.key(), headers);
            partition.run(Duration.ofMinutes(3), Duration.ofSeconds(1));
            assertClean(partition);
        }
    }

    /** The policy is changed while it waits. */
    @Test
    void anInstantThatWaitsIsNotFiredWhenItsJobIsCancelled() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            ScheduleDefinition definition = Definition.with(Definition.everyMinute(START), "overlap", "queue_one");
            partition.create(definition);
            partition.run(Duration.ofSeconds(100), Duration.ofSeconds(1));
            partition.update(Definition.with(definition, "overlap", "cancel_previous"), 1, "overlap");
            partition.run(Duration.ofMinutes(3), Duration.ofSeconds(1));
            assertThat(partition.schedule(definition.key()).lastFireAt()).isAfter(START.plusSeconds(200));
            assertClean(partition);
        }
    }

    /** More with {@code -Daudit.lives=}. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("audit.lives", 12));
    }

    /** Whatever clients, workers and the clock do, the audit has nothing to say. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anyLife(long seed) {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            new Life(partition, new Random(seed)).run(250);
            assertClean(partition);
        }
    }

    /** A lost fire is found in a log that is real in all else. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFireThatIsTakenOutOfARealLog(long seed) {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            new Life(partition, new Random(seed)).run(120);
            InMemoryLog log = partition.log();
            FireEvent taken = takeOut(log, new Random(seed));
            List<Finding> findings = new ArrayList<>();
            audit(log, partition.now().minus(AuditSettings.LATE_WINDOW), findings);
            assertThat(findings)
                    .filteredOn(finding -> finding.what() == Finding.What.LOST)
                    .extracting(Finding::scheduleId, Finding::instant)
                    .contains(tuple(taken.scheduleId(), taken.scheduledAt()));
        }
    }

    private static FireEvent takeOut(InMemoryLog log, Random random) {
        List<FireEvent> fires = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = log.consumer()) {
            TopicPartition topic = new TopicPartition(Topic.SCHEDULE_FIRES.topicName(), 0);
            consumer.assign(List.of(topic));
            consumer.seekToBeginning(List.of(topic));
            consumer.poll(Duration.ZERO).forEach(record -> fires.add(Json.read(record.value(), FireEvent.class)));
        }
        fires.removeIf(fire -> fire.kind() == FireKind.MANUAL);
        FireEvent taken = fires.get(random.nextInt(fires.size()));
        log.remove(
                Topic.SCHEDULE_FIRES.topicName(),
                0,
                record -> Json.read(record.value(), FireEvent.class).seq() == taken.seq());
        return taken;
    }

    /** Random acts, the same for the same seed. */
    private static final class Life {
        private static final List<Map.Entry<String, List<Object>>> CHANGES = List.of(
                Map.entry("cron_expr", List.of("* * * * *", "*/2 * * * *", "*/7 * * * *", "13 * * * *")),
                Map.entry("overlap", List.of("allow", "skip", "queue_one", "cancel_previous")),
                Map.entry("catch_up", List.of("latest", "all", "none")),
                Map.entry("catch_up_limit", List.of(1, 2, 5, 25, 60)),
                Map.entry("catch_up_window_seconds", List.of(120, 600, 86_400)),
                Map.entry("max_fires", List.of(1, 3, 10, 1_000)),
                Map.entry("jitter_seconds", List.of(0, 20, 100)),
                Map.entry("enabled", List.of(true, false, true)),
                Map.entry("timeout_seconds", List.of(60, 300)),
                Map.entry("pause_after_failures", List.of(1, 3)));

        private final TestPartition partition;
        private final Random random;
        private final Map<UUID, ScheduleDefinition> schedules = new LinkedHashMap<>();
        private final List<UUID> jobs = new ArrayList<>();
        private int made;

        Life(TestPartition partition, Random random) {
            this.partition = partition;
            this.random = random;
        }

        void run(int acts) {
            for (int i = 0; i < acts; i++) {
                act(random.nextInt(12));
                if (i % 10 == 0) {
                    partition
                            .ask(new Query.ListJobs("acme", null, null, null, null, 100))
                            .forEach(job ->
                                    jobs.add(UUID.fromString(job.path("job_id").asText())));
                }
            }
            partition.run(Duration.ofMinutes(3), Duration.ofSeconds(5));
        }

        private void act(int act) {
            switch (act) {
                case 0 -> create();
                case 1, 2, 3 -> update();
                case 4 -> delete();
                case 5 -> trigger();
                case 6 -> partition.jumpTo(partition.now().plusSeconds(random.nextInt(5_000)));
                case 7, 8 -> report();
                default -> partition.run(Duration.ofSeconds(random.nextInt(200)), Duration.ofSeconds(5));
            }
        }

        private void create() {
            UUID id = Ids.derived(partition.now().toEpochMilli(), random.nextInt(4096), "life", "" + made++);
            ScheduleDefinition definition =
                    Definition.with(Definition.everyMinute(partition.now()), "id", id.toString());
            if (random.nextInt(4) == 0) {
                definition = Definition.with(Definition.with(definition, "cron_expr", null), "every_seconds", 45);
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                definition = changed(definition, CHANGES.get(1 + random.nextInt(CHANGES.size() - 1)));
            }
            partition.create(definition);
            schedules.put(id, definition);
        }

        private ScheduleDefinition changed(ScheduleDefinition definition, Map.Entry<String, List<Object>> change) {
            return Definition.with(
                    definition,
                    change.getKey(),
                    change.getValue().get(random.nextInt(change.getValue().size())));
        }

        private void update() {
            ScheduleDefinition definition = any();
            if (definition == null) {
                return;
            }
            Map.Entry<String, List<Object>> change = CHANGES.get(random.nextInt(CHANGES.size()));
            if (change.getKey().equals("cron_expr") && definition.cronExpr() == null) {
                return;
            }
            ScheduleDefinition wanted = changed(definition, change);
            CommandHeaders headers = partition.headers().withUpdate(1L, List.of(change.getKey()), null);
            // Some were appended a while ago, before what is due now.
            Instant appended = partition.now().minusSeconds(random.nextInt(3) == 0 ? random.nextInt(100) : 0);
            partition.commandAt(appended, new ScheduleCommand.Put(wanted), wanted.key(), headers);
            schedules.put(wanted.id(), wanted);
        }

        private void delete() {
            ScheduleDefinition definition = any();
            if (definition != null && schedules.size() > 2) {
                partition.delete(definition.key());
                schedules.remove(definition.id());
            }
        }

        private void trigger() {
            ScheduleDefinition definition = any();
            if (definition != null) {
                partition.act(new Action.Trigger("acme", definition.id(), null), definition.key());
            }
        }

        private void report() {
            if (jobs.isEmpty()) {
                return;
            }
            UUID job = jobs.remove(random.nextInt(jobs.size()));
            switch (random.nextInt(3)) {
                case 0 -> partition.report(new JobReport.Completed("acme", job, null, Json.object()));
                case 1 -> partition.report(new JobReport.Failed("acme", job, null, "boom", null, false));
                default -> {
                    partition.report(new JobReport.Running("acme", job, 1, new UUID(1, 1), new UUID(2, 2), 1, "d1"));
                    jobs.add(job);
                }
            }
        }

        private ScheduleDefinition any() {
            List<ScheduleDefinition> all = List.copyOf(schedules.values());
            return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
        }
    }
}
