package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.recurrence.Recurrence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of schedule, and every bound on one, as it fires. */
class KindsTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");
    private static final Instant TEN = Instant.parse("2027-01-10T10:00:00Z");

    @TempDir
    private Path stateDir;

    private TestPartition partition;

    @BeforeEach
    void open() {
        partition = new TestPartition(stateDir, START);
    }

    @AfterEach
    void close() {
        partition.close();
    }

    private List<FireEvent> run(ScheduleDefinition definition, Duration time) {
        partition.create(definition);
        partition.run(time, Duration.ofSeconds(1));
        return partition.fires();
    }

    private static ScheduleDefinition without(ScheduleDefinition definition, String field, Object value) {
        return Definition.with(Definition.with(definition, "cron_expr", null), field, value);
    }

    private static List<Instant> nominal(List<FireEvent> fires) {
        return fires.stream().map(FireEvent::scheduledAt).toList();
    }

    @Test
    void onceToTheMillisecond() {
        Instant at = TEN.plusMillis(123);
        List<FireEvent> fires = run(without(Definition.everyMinute(START), "at", at.toString()), Duration.ofMinutes(5));
        assertThat(fires).singleElement().returns(at, FireEvent::scheduledAt).returns(FireKind.AT, FireEvent::kind);
    }

    @Test
    void atAFixedRateFromItsStartWithoutDrift() {
        ScheduleDefinition definition = Definition.with(
                without(Definition.everyMinute(START), "every_seconds", 90), "starts_at", TEN.toString());
        assertThat(nominal(run(definition, Duration.ofMinutes(5))))
                .containsExactly(TEN, TEN.plusSeconds(90), TEN.plusSeconds(180), TEN.plusSeconds(270));
    }

    @Test
    void atAFixedRateFromItsCreation() {
        assertThat(nominal(run(without(Definition.everyMinute(START), "every_seconds", 60), Duration.ofSeconds(130))))
                .containsExactly(START.plusSeconds(60), START.plusSeconds(120));
    }

    @Test
    void fromItsFirstInstantInclusiveToItsLastExclusive() {
        ScheduleDefinition definition = Definition.with(
                Definition.with(
                        Definition.everyMinute(START),
                        "starts_at",
                        TEN.plusSeconds(60).toString()),
                "ends_at",
                TEN.plusSeconds(180).toString());
        assertThat(nominal(run(definition, Duration.ofMinutes(6))))
                .containsExactly(TEN.plusSeconds(60), TEN.plusSeconds(120));
        assertThat(partition.schedule(definition.key()).nextFireAt()).isNull();
    }

    @Test
    void notMoreOftenThanItMay() {
        ScheduleDefinition definition = Definition.with(Definition.everyMinute(START), "max_fires", 2);
        assertThat(nominal(run(definition, Duration.ofMinutes(6)))).containsExactly(TEN, TEN.plusSeconds(60));
        assertThat(partition.schedule(definition.key()).nextFireAt()).isNull();

        partition.update(Definition.with(definition, "max_fires", 3), 1, "max_fires");
        partition.run(Duration.ofMinutes(6), Duration.ofSeconds(1));
        assertThat(partition.fires()).hasSize(1);
    }

    @Test
    void notOnExcludedDates() {
        ScheduleDefinition definition = Definition.with(
                Definition.with(Definition.everyMinute(START), "cron_expr", "0 12 * * *"),
                "exclude",
                List.of("2027-01-11", "2027-01-13/2027-01-14"));
        partition.create(definition);
        partition.run(Duration.ofDays(6), Duration.ofMinutes(1));
        assertThat(nominal(partition.fires()))
                .containsExactly(
                        Instant.parse("2027-01-10T12:00:00Z"),
                        Instant.parse("2027-01-12T12:00:00Z"),
                        Instant.parse("2027-01-15T12:00:00Z"));
    }

    @Test
    void laterByAJitterThatFollowsFromItsId() {
        ScheduleDefinition definition = Definition.with(Definition.everyMinute(START), "jitter_seconds", 40);
        List<FireEvent> fires = run(definition, Duration.ofMinutes(20));
        Recurrence recurrence = Recurrence.compile(definition.recurrence());
        assertThat(fires).hasSizeGreaterThanOrEqualTo(19).allSatisfy(fire -> {
            long due = recurrence.due(
                    fire.scheduledAt().toEpochMilli(), fire.jobId().getLeastSignificantBits());
            assertThat(fire.dueAt()).isEqualTo(Instant.ofEpochMilli(due));
            assertThat(Duration.between(fire.scheduledAt(), fire.dueAt()))
                    .isBetween(Duration.ZERO, Duration.ofSeconds(40));
            assertThat(fire.emittedAt()).isBetween(fire.dueAt(), fire.dueAt().plusSeconds(1));
        });
        assertThat(fires.stream()
                        .map(fire -> Duration.between(fire.scheduledAt(), fire.dueAt()))
                        .distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void whereDaylightSavingSaysSoExplicitly() {
        Instant beforeTheGap = Instant.parse("2027-03-27T23:00:00Z");
        try (TestPartition spring = new TestPartition(stateDir.resolve("spring"), beforeTheGap)) {
            ScheduleDefinition berlin = Definition.with(
                    Definition.with(Definition.everyMinute(beforeTheGap), "cron_expr", "30 2 * * *"),
                    "timezone",
                    "Europe/Berlin");
            spring.create(berlin);
            ScheduleDefinition skipping = Definition.with(
                    Definition.with(berlin, "dst", Map.of("gap", "skip")),
                    "id",
                    dev.tactus.contracts.Ids.derived(0, 1, "skipping"));
            spring.create(skipping);
            spring.run(Duration.ofHours(12), Duration.ofMinutes(1));
            assertThat(spring.fires()).singleElement().satisfies(fire -> {
                assertThat(fire.scheduleId()).isEqualTo(berlin.id());
                assertThat(fire.scheduledAt()).isEqualTo(Instant.parse("2027-03-28T01:00:00Z"));
                assertThat(fire.localTime()).isEqualTo("2027-03-28T03:00:00.000");
                assertThat(fire.dst()).isNotNull();
            });
        }
    }
}
