package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of finished jobs and settled deliveries, and for how long. */
class RetentionTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path stateDir;

    private TestPartition partition;

    @AfterEach
    void close() {
        partition.close();
    }

    private void open(Duration jobs, int perSchedule, Duration deliveries) {
        partition = new TestPartition(stateDir, START, new RetentionSettings(jobs, perSchedule, deliveries));
    }

    private List<UUID> listed(UUID schedule) {
        List<UUID> ids = new ArrayList<>();
        for (JsonNode job : partition.ask(new Query.ListJobs("acme", null, null, schedule, null, 10_000))) {
            ids.add(UUID.fromString(job.path("job_id").asText()));
        }
        return ids;
    }

    private int deliveries() {
        return partition
                .ask(new Query.ListDeliveries("acme", null, null, null, null, 10_000))
                .size();
    }

    private void complete(UUID job) {
        partition.report(new JobReport.Completed("acme", job, null, Json.object()));
    }

    private static ScheduleDefinition everyTenSeconds() {
        return Definition.with(Definition.with(Definition.everyMinute(START), "cron_expr", null), "every_seconds", 10);
    }

    /** Runs and completes what fires, a round of ten seconds each. */
    private List<UUID> fireAndComplete(int rounds) {
        List<UUID> jobs = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            partition.run(Duration.ofSeconds(10), SECOND);
            for (FireEvent fire : partition.fires()) {
                complete(fire.jobId());
                jobs.add(fire.jobId());
            }
        }
        return jobs;
    }

    private List<DispatchWork.Deliver> work() {
        return partition.work().stream()
                .filter(DispatchWork.Deliver.class::isInstance)
                .map(DispatchWork.Deliver.class::cast)
                .toList();
    }

    private void attempted(DispatchWork.Deliver deliver, DeliveryReport.Verdict verdict) {
        partition.report(new DeliveryReport.Attempted(
                "acme", deliver.deliveryId(), deliver.attempt(), verdict, 200, null, null, 1, Map.of(), null));
    }

    @Test
    void theNewestJobsOfAScheduleAreKept() {
        open(Duration.ofDays(30), 20, Duration.ofDays(30));
        ScheduleDefinition schedule = everyTenSeconds();
        partition.create(schedule);
        List<UUID> fired = fireAndComplete(200);
        partition.run(SECOND, SECOND);

        List<UUID> kept = listed(schedule.id());
        // Cut whenever two more than are kept have come.
        assertThat(kept).hasSizeBetween(20, 22);
        assertThat(kept).isEqualTo(fired.reversed().subList(0, kept.size()));
        assertThat(partition.ask(new Query.GetJob("acme", fired.getFirst())).isNull())
                .isTrue();
        assertThat(partition.events(Topic.JOB_EVENTS))
                .filteredOn(event -> event.path("job").path("status").asText().equals("completed")
                        || event.path("status").asText().equals("completed"))
                .hasSize(200);
        // A late report finds nothing, and makes nothing.
        assertThat(partition.report(new JobReport.Failed("acme", fired.getFirst(), 1, "late", null, true)))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Outcome.Reason.NOT_FOUND);
                    assertThat(refused.message())
                            .contains(fired.getFirst().toString(), "the newest 20 of each schedule", "job-events");
                });
    }

    @Test
    void aJobStaysUntilEveryoneWasToldOfIt() {
        open(Duration.ofDays(30), 1, Duration.ofDays(30));
        ScheduleDefinition schedule = Definition.withCallback(everyTenSeconds());
        partition.create(schedule);
        List<UUID> fired = fireAndComplete(5);
        assertThat(listed(schedule.id())).hasSize(5);

        List<DispatchWork.Deliver> work = work();
        assertThat(work).hasSize(5);
        // The second is given up: it may be driven again, so it stays.
        attempted(work.get(1), DeliveryReport.Verdict.REJECTED);
        attempted(work.get(3), DeliveryReport.Verdict.DELIVERED);
        attempted(work.get(0), DeliveryReport.Verdict.DELIVERED);
        attempted(work.get(2), DeliveryReport.Verdict.DELIVERED);
        partition.run(SECOND, SECOND);
        assertThat(listed(schedule.id())).containsExactly(fired.get(4), fired.get(3), fired.get(1));
        // Deliveries go with their jobs.
        assertThat(deliveries()).isEqualTo(3);

        attempted(work.get(4), DeliveryReport.Verdict.DELIVERED);
        partition.run(SECOND, SECOND);
        assertThat(listed(schedule.id())).containsExactly(fired.get(4), fired.get(1));

        partition.act(
                new Action.Redeliver("acme", work.get(1).deliveryId()),
                new EntityKey("acme", work.get(1).deliveryId()));
        DispatchWork.Deliver again = work().getFirst();
        assertThat(again.deliveryId()).isEqualTo(work.get(1).deliveryId());
        assertThat(listed(schedule.id())).hasSize(2);
        attempted(again, DeliveryReport.Verdict.DELIVERED);
        partition.run(SECOND, SECOND);
        assertThat(listed(schedule.id())).containsExactly(fired.get(4));
        assertThat(deliveries()).isEqualTo(1);
    }

    @Test
    void jobsOfNoScheduleGoByAgeAndTheirDeliveriesByTheirs() {
        open(Duration.ofHours(2), 1, Duration.ofHours(1));
        List<UUID> jobs = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            UUID id = Ids.derived(partition.now().toEpochMilli(), 0, "job " + i);
            partition.act(
                    new Action.CreateJob(
                            "acme", id, "echo", Json.object(), null, 60, "https://example.org", "ciphertext", false),
                    new EntityKey("acme", id));
            complete(id);
            jobs.add(id);
        }
        work().forEach(deliver -> attempted(deliver, DeliveryReport.Verdict.DELIVERED));
        assertThat(deliveries()).isEqualTo(1_200);
        partition.run(Duration.ofMinutes(59), MINUTE);
        assertThat(deliveries()).isEqualTo(1_200);
        partition.run(Duration.ofMinutes(2), SECOND);
        assertThat(deliveries()).isZero();
        assertThat(listed(null)).hasSize(1_200);
        partition.run(Duration.ofMinutes(58), MINUTE);
        assertThat(listed(null)).hasSize(1_200);
        partition.run(Duration.ofMinutes(2), SECOND);
        assertThat(listed(null)).isEmpty();

        // And so does what comes later.
        UUID late = Ids.derived(partition.now().toEpochMilli(), 0, "late");
        partition.act(
                new Action.CreateJob("acme", late, "echo", Json.object(), null, 60, null, null, true),
                new EntityKey("acme", late));
        complete(late);
        partition.run(Duration.ofMinutes(119), MINUTE);
        assertThat(listed(null)).containsExactly(late);
        partition.run(Duration.ofMinutes(2), MINUTE);
        assertThat(listed(null)).isEmpty();
    }

    @Test
    void aJobIsAsOldAsItsEndAndNotAsItsId() {
        open(Duration.ofHours(2), 1, Duration.ofHours(2));
        // As those that are caught up: many with ids of long ago, which end now, before one that has to go first.
        UUID first = created(START.minus(Duration.ofHours(1)), "first");
        complete(first);
        partition.run(MINUTE, MINUTE);
        List<UUID> caughtUp = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            caughtUp.add(created(START.minus(Duration.ofDays(9)).plusSeconds(i), "old " + i));
        }
        partition.run(Duration.ofMinutes(117), MINUTE);
        caughtUp.forEach(this::complete);
        partition.run(Duration.ofMinutes(3), SECOND);
        assertThat(listed(null)).hasSize(600).doesNotContain(first);
        partition.run(Duration.ofMinutes(116), MINUTE);
        assertThat(listed(null)).hasSize(600);
        partition.run(Duration.ofMinutes(3), SECOND);
        assertThat(listed(null)).isEmpty();
    }

    private UUID created(Instant at, String name) {
        UUID id = Ids.derived(at.toEpochMilli(), 0, name);
        partition.act(
                new Action.CreateJob("acme", id, "echo", Json.object(), null, 3600, null, null, true),
                new EntityKey("acme", id));
        partition.report(new JobReport.Accepted("acme", id, 1));
        return id;
    }

    @Test
    void pagesStayRightWhileJobsArriveMoveAndGo() {
        open(Duration.ofDays(30), 1_000, Duration.ofDays(30));
        ScheduleDefinition schedule = everyTenSeconds();
        partition.create(schedule);
        List<UUID> before = fireAndComplete(30);
        partition.run(Duration.ofSeconds(100), SECOND);
        List<UUID> pending = partition.fires().stream().map(FireEvent::jobId).toList();
        assertThat(pending).hasSize(10);

        List<UUID> seen = new ArrayList<>();
        UUID cursor = null;
        int turn = 0;
        while (true) {
            JsonNode page = partition.ask(new Query.ListJobs("acme", null, "echo", schedule.id(), cursor, 7));
            if (page.isEmpty()) {
                break;
            }
            for (JsonNode job : page) {
                seen.add(Json.convert(job, Job.class).jobId());
            }
            cursor = seen.getLast();
            // Meanwhile a new one fires, and one that waited moves from one table to the next.
            partition.run(Duration.ofSeconds(10), SECOND);
            complete(pending.get(turn++ % pending.size()));
        }
        List<UUID> expected = new ArrayList<>(before);
        expected.addAll(pending);
        assertThat(seen).isEqualTo(expected.reversed());
        assertThat(listed(schedule.id())).hasSize(40 + turn);
    }
}
