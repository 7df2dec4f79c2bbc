package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sets the wall clock. Kafka Streams goes on ticking; every instant has one verdict all the same. */
class ClockTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");
    private static final Instant TEN = Instant.parse("2027-01-10T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path stateDir;

    private static List<Instant> fired(TestPartition partition) {
        return partition.fires().stream().map(FireEvent::scheduledAt).toList();
    }

    private static Instant[] minutes(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(minute -> TEN.plusSeconds(60 * minute))
                .toArray(Instant[]::new);
    }

    @Test
    void setForwardAnHourItDecidesWhatThatMadeDueAndSetBackItWaitsUntilItIsThereAgain() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            partition.create(Definition.everyMinute(START));
            partition.runTo(TEN.plusSeconds(30));
            assertThat(fired(partition)).containsExactly(TEN);

            partition.setClock(HOUR).run(SECOND, SECOND);
            // At 11:00:31: 11:00 is late, 10:59 the latest that was missed, and of the others it is said that they
            // were.
            assertThat(fired(partition)).containsExactly(minutes(59, 60));
            assertThat(partition.events(Topic.SCHEDULE_EVENTS)).last().satisfies(skipped -> {
                assertThat(skipped.path("reason").asText()).isEqualTo("missed");
                assertThat(skipped.path("count").asLong()).isEqualTo(58);
            });

            partition.setClock(HOUR.negated()).run(HOUR, SECOND);
            assertThat(fired(partition)).as("the hour that comes again").isEmpty();
            partition.run(Duration.ofMinutes(3), SECOND);
            assertThat(fired(partition)).containsExactly(minutes(61, 63));
        }
    }

    @Test
    void whatACommandSettlesIsNotEmittedBeforeItsInstantThoughTheClockStandsBack() {
        ScheduleDefinition definition = Definition.everyMinute(START);
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            partition.create(definition);
            partition.setClock(HOUR.negated()).runTo(TEN.plusSeconds(30));
            assertThat(fired(partition)).isEmpty();

            // Stamped by a broker whose clock nobody set.
            partition.update(Definition.with(definition, "timeout_seconds", 77), 1, "timeout_seconds");
            assertThat(partition.fires())
                    .singleElement()
                    .returns(TEN, FireEvent::scheduledAt)
                    .returns(TEN.plusSeconds(30), FireEvent::emittedAt);
        }
    }

    @Test
    void setBackAnHourItGoesOnWithWhatIsNewAndFiresNothingTwice() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            partition.create(Definition.everyMinute(START));
            partition.runTo(TEN.plusSeconds(90));
            assertThat(fired(partition)).containsExactly(minutes(0, 1));

            partition.setClock(HOUR.negated());
            for (int turn = 0; turn < 20; turn++) {
                long before = partition.partition().lastTurnNanos();
                partition.run(Duration.ofMillis(500), Duration.ofMillis(500));
                assertThat(partition.partition().lastTurnNanos())
                        .as("it turns although the clock stands an hour back")
                        .isGreaterThan(before);
            }
            // Stamped by a broker whose clock nobody set.
            ScheduleDefinition late = Definition.everyMinute(START.plusMillis(1));
            partition.create(late);
            assertThat(partition.schedule(late.key()).nextFireAt()).isEqualTo(TEN.plusSeconds(120));

            partition.setClock(HOUR).runTo(TEN.plusSeconds(150));
            assertThat(fired(partition)).containsExactly(TEN.plusSeconds(120), TEN.plusSeconds(120));
        }
    }

    @Test
    void setBackWhileAHerdWaitsItForgetsNoneOfIt() {
        int herd = 25;
        try (TestPartition partition = new TestPartition(stateDir, START, 10)) {
            for (int i = 0; i < herd; i++) {
                partition.create(Definition.everyMinute(START.plusMillis(i)));
            }
            partition.jumpTo(TEN);
            List<FireEvent> fires = new ArrayList<>(partition.fires());
            assertThat(fires).hasSize(10);

            partition.setClock(HOUR.negated()).run(SECOND, Duration.ofMillis(10));
            assertThat(partition.fires()).as("not due again").isEmpty();

            partition.setClock(HOUR).run(SECOND, Duration.ofMillis(10));
            fires.addAll(partition.fires());
            assertThat(fires).hasSize(herd).extracting(FireEvent::scheduledAt).containsOnly(TEN);
            assertThat(fires).extracting(FireEvent::jobId).doesNotHaveDuplicates();
            partition.run(Duration.ofMinutes(1), SECOND);
            assertThat(fired(partition)).hasSize(herd).containsOnly(TEN.plusSeconds(60));
        }
    }

    @Test
    void aCorrectionOfMillisecondsChangesNothing() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            partition.create(Definition.everyMinute(START));
            for (int i = 0; i < 180; i++) {
                partition.setClock(Duration.ofMillis(i % 2 == 0 ? -20 : 20)).run(SECOND, SECOND);
            }
            assertThat(fired(partition)).containsExactly(minutes(0, 2));
        }
    }

    @Test
    void whatFailedByTheWrongClockIsLookedAtByTheRightOne() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            // Its decision throws only when it has missed something.
            partition.create(Definition.with(Definition.everyMinute(START), "catch_up", null));
            partition.setClock(HOUR).run(SECOND, SECOND);
            assertThat(partition.events(Topic.DEAD_LETTERS)).hasSize(1);

            partition.setClock(HOUR.negated()).runTo(TEN.plusSeconds(61));
            assertThat(fired(partition)).containsExactly(minutes(0, 1));
        }
    }

    @Test
    void factsAreStampedByTheWallClock() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            partition.create(Definition.everyMinute(START));
            partition.setClock(HOUR).run(SECOND, SECOND);
            assertThat(partition.records(Topic.SCHEDULE_FIRES))
                    .isNotEmpty()
                    .allSatisfy(fire -> assertThat(fire.timestamp())
                            .isEqualTo(START.plus(HOUR).plus(SECOND).toEpochMilli()));
        }
    }
}
