package dev.tactus.processor.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.schedule.Retry;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.InMemoryTask;
import dev.tactus.processor.core.state.JobRow;
import dev.tactus.processor.core.timer.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Another owner finds rows in the store and nothing in memory, and goes on. */
class RetentionAfterAStartTest {
    private static final Instant NOW = Instant.parse("2027-03-01T00:00:00Z");
    private static final UUID SCHEDULE = Ids.derived(0, 0, "schedule");

    private final InMemoryTask partition = new InMemoryTask(NOW);
    private final Retention retention = partition.retention();

    private JobRow ended(String tenant, int number, Duration ago, UUID schedule) {
        Instant at = NOW.minus(ago);
        Job job = new Job(
                Ids.derived(at.toEpochMilli(), 0, tenant, "" + number),
                tenant,
                "echo",
                null,
                null,
                null,
                JobStatus.COMPLETED,
                Json.object(),
                60,
                null,
                null,
                null,
                schedule,
                schedule == null ? null : at,
                null,
                1,
                at,
                at,
                at);
        JobRow row = new JobRow(job, null, false, Retry.NONE, null, null, null);
        partition.task().state().endedJobs().put(row.key(), row);
        return row;
    }

    /** All turns that are due now; how many. */
    private int turns() {
        int turns = 0;
        for (Timer timer = take(); timer != null; timer = take()) {
            retention.due(timer);
            turns++;
        }
        return turns;
    }

    private Timer take() {
        return partition.task().timers().takeDue(NOW.toEpochMilli());
    }

    private List<UUID> kept() {
        List<UUID> kept = new ArrayList<>();
        partition
                .task()
                .state()
                .endedJobs()
                .forEach((key, row) -> kept.add(row.job().jobId()));
        return kept;
    }

    @Test
    void findsTheOldRowsOfEveryTenant() {
        List<UUID> young = new ArrayList<>();
        for (String tenant : List.of("a", "b", "b-c", "d")) {
            for (int i = 0; i < 700; i++) {
                ended(tenant, i, Duration.ofDays(31).plusSeconds(i), null);
            }
            young.add(ended(tenant, 0, Duration.ofDays(29), null).job().jobId());
        }
        retention.restore();
        assertThat(turns()).isEqualTo(8);
        assertThat(kept()).containsExactlyInAnyOrderElementsOf(young);
        assertThat(retention.removedJobs()).isEqualTo(2_800);
        assertThat(partition.task().timers().nextDue())
                .isEqualTo(NOW.plus(Duration.ofDays(1)).toEpochMilli());
    }

    @Test
    void cutsAScheduleAtItsFirstJobAfterTheStart() {
        List<UUID> all = new ArrayList<>();
        for (int i = 350; i > 0; i--) {
            JobRow row = ended("a", i, Duration.ofMinutes(i), SCHEDULE);
            retention.jobEnded(row);
            all.add(row.job().jobId());
        }
        // The one before had not come to it.
        partition.task().timers().clear();
        Retention next = partition.retention();
        next.restore();
        JobRow newest = ended("a", 0, Duration.ZERO, SCHEDULE);
        next.jobEnded(newest);
        all.add(newest.job().jobId());
        for (Timer timer = take(); timer != null; timer = take()) {
            next.due(timer);
        }
        assertThat(kept()).isEqualTo(all.subList(all.size() - 100, all.size()));
        int[] indexed = {0};
        partition.task().state().settledJobs().forEach((key, row) -> indexed[0]++);
        assertThat(indexed[0]).isEqualTo(100);
    }

    @Test
    void holdsNothingOfATenantWithoutRows() {
        JobRow only = ended("a", 1, Duration.ofDays(31), SCHEDULE);
        retention.restore();
        turns();
        assertThat(kept()).isEmpty();
        assertThat(partition
                        .task()
                        .state()
                        .settledJobs()
                        .get(new EntityKey("a", SCHEDULE) + "/" + only.job().jobId()))
                .isNull();
        assertThat(partition.task().timers().nextDue()).isEqualTo(Long.MAX_VALUE);
    }
}
