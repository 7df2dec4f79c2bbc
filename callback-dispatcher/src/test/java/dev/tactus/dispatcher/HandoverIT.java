package dev.tactus.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.dispatcher.handover.OffsetsGoneException;
import dev.tactus.dispatcher.report.ReportRecords;
import dev.tactus.testkit.JavaProcess;
import dev.tactus.testkit.RecordingReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds over crashes: each fire is handed over exactly once, and none is lost or launched for nothing. */
class HandoverIT {
    private static final Duration SOON = Platform.SOON;

    @TempDir
    Path folder;

    private final Platform platform = new Platform();

    @AfterEach
    void close() {
        platform.close();
    }

    /** Reports and offsets are one transaction, so a fire has one {@code running}, however often dispatchers die. */
    @Test
    void handsEachFireOverExactlyOnceWhileDispatchersAreKilled() {
        platform.deploy("echo", new Runner.Echo());
        List<FireEvent> fires = new ArrayList<>();
        // Fires from before the first start count as well.
        fires.addAll(fire(200));
        for (int kills = 0; kills < 2; kills++) {
            try (JavaProcess dispatcher = startProcess(kills)) {
                dispatcher.awaitLine("dispatching", SOON);
                platform.report(fires.getLast().jobId(), JobReport.Running.class);
                for (int i = 0; i < 10; i++) {
                    fires.addAll(fire(100));
                }
                platform.report(fires.get(fires.size() - 800).jobId(), JobReport.Running.class);
                dispatcher.kill();
            }
            fires.addAll(fire(50));
        }
        try (DispatcherService last = platform.start()) {
            for (FireEvent fire : fires) {
                platform.report(fire.jobId(), JobReport.Running.class);
            }
            assertThat(last.ended()).isNotDone();
        }
        Map<UUID, Long> running = platform.allJobReports().stream()
                .filter(JobReport.Running.class::isInstance)
                .collect(Collectors.groupingBy(JobReport::jobId, Collectors.counting()));
        assertThat(running).hasSize(fires.size());
        assertThat(running.values()).allMatch(count -> count == 1);
    }

    @Test
    void launchesNothingThatWasRolledBack() {
        platform.deploy("echo", new Runner.Echo());
        FireEvent phantom = newFire(Ids.random(Instant.now()), 0);
        FireEvent real = newFire(phantom.scheduleId(), 1);
        try (DispatcherService dispatcher = platform.start()) {
            platform.rollBack(phantom);
            platform.fire(real);
            platform.report(real.jobId(), JobReport.Completed.class);
            Awaitility.await().atMost(SOON).until(() -> dispatcher.health().ready());
        }
        assertThat(platform.reports(phantom.jobId())).isEmpty();
    }

    @Test
    void commitsUpToTheVeryEnd() throws Exception {
        platform.deploy("echo", new Runner.Echo());
        try (DispatcherService dispatcher = platform.start();
                Admin admin = Admin.create(platform.kafkaObjects())) {
            FireEvent fire = newFire(Ids.random(Instant.now()), 0);
            platform.fire(fire);
            platform.report(fire.jobId(), JobReport.Completed.class);
            TopicPartition partition =
                    new TopicPartition(Topic.SCHEDULE_FIRES.topicName(), Platform.PARTITIONS.of(fire.scheduleId()));
            // The transaction's end marker has an offset too: left behind, retention could outrun the group.
            Awaitility.await().atMost(SOON).untilAsserted(() -> {
                long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset();
                assertThat(committed(admin).get(partition).offset())
                        .isEqualTo(end)
                        .isEqualTo(2);
            });
            assertThat(dispatcher.health().unreadable()).isZero();
        }
    }

    @Test
    void stopsWhenItsOffsetsAreGone() throws Exception {
        platform.deploy("echo", new Runner.Echo());
        FireEvent fire = newFire(Ids.random(Instant.now()), 0);
        platform.fire(fire);
        try (DispatcherService dispatcher = platform.start()) {
            platform.report(fire.jobId(), JobReport.Completed.class);
            assertThat(dispatcher.ended()).isNotDone();
        }
        try (Admin admin = Admin.create(platform.kafkaObjects())) {
            admin.deleteConsumerGroups(List.of(DispatcherSettings.GROUP)).all().get();
        }
        try (DispatcherService again = new DispatcherService(platform.settings())) {
            assertThatThrownBy(again::start)
                    .isInstanceOf(OffsetsGoneException.class)
                    .hasMessageContaining("tactus-dispatcher")
                    .hasMessageContaining("--reset-offsets");
        }
    }

    @Test
    void startsForTheFirstTimeAlthoughTheApiHasReported() {
        platform.deploy("echo", new Runner.Echo());
        FireEvent fire = newFire(Ids.random(Instant.now()), 0);
        ProducerRecord<byte[], byte[]> report = new ReportRecords(Platform.PARTITIONS)
                .of(new JobReport.Heartbeat(Platform.TENANT, Ids.random(Instant.now()), 1));
        CommandHeaders.of(Ids.random(Instant.now()), "a worker").write(report.headers());
        platform.commit(List.of(report));
        platform.fire(fire);
        try (DispatcherService dispatcher = platform.start()) {
            platform.report(fire.jobId(), JobReport.Completed.class);
            assertThat(dispatcher.ended()).isNotDone();
        }
    }

    @Test
    void launchesNoJobThatWasCancelledWhileNoDispatcherRan() {
        try (RecordingReceiver runner = RecordingReceiver.start()) {
            platform.deploy("http", platform.httpRunner("http", runner.uri("/").toString(), "s"));
            FireEvent cancelled = Platform.fireOf(Ids.random(Instant.now()), "http", Json.object());
            FireEvent other = Platform.fireOf(
                    cancelled.scheduleId(), "http", Json.object(), Instant.now().plusMillis(5));
            platform.fire(cancelled, other);
            platform.ended(cancelled.jobId(), "job.cancelled");
            try (DispatcherService dispatcher = platform.start()) {
                platform.report(other.jobId(), JobReport.Failed.class);
                assertThat(dispatcher.ended()).isNotDone();
            }
            assertThat(runner.requests()).hasSize(1);
            assertThat(platform.reports(cancelled.jobId())).isEmpty();
        }
    }

    @Test
    void goesOnAfterTheBrokerWasAway() {
        platform.deploy("echo", new Runner.Echo());
        try (DispatcherService dispatcher = platform.start()) {
            FireEvent before = newFire(Ids.random(Instant.now()), 0);
            platform.fire(before);
            platform.report(before.jobId(), JobReport.Completed.class);
            platform.broker.restart();
            FireEvent after = newFire(Ids.random(Instant.now()), 1);
            platform.fire(after);
            platform.report(after.jobId(), JobReport.Completed.class);
            assertThat(dispatcher.ended()).isNotDone();
        }
    }

    private JavaProcess startProcess(int number) {
        return JavaProcess.of(DispatcherMain.class)
                .jvm("-Xmx256m", "-XX:TieredStopAtLevel=1")
                .args(platform.broker.bootstrapServers(), platform.keyset, "PT15S")
                .start(folder.resolve("dispatcher-" + number + ".log"));
    }

    private List<FireEvent> fire(int count) {
        UUID schedule = Ids.random(Instant.now());
        List<FireEvent> fires =
                IntStream.range(0, count).mapToObj(i -> newFire(schedule, i)).toList();
        platform.fire(fires.toArray(FireEvent[]::new));
        return fires;
    }

    private static FireEvent newFire(UUID schedule, int ordinal) {
        return Platform.fireOf(
                schedule,
                "echo",
                Json.object().put("ordinal", ordinal),
                Instant.now().plusMillis(ordinal));
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets(DispatcherSettings.GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
    }
}
