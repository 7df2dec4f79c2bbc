package dev.tactus.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.bench.BenchFailure;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.FireId;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FireTallyTest {
    private static final Instant DUE = Instant.parse("2026-11-24T13:37:00Z");
    private static final Instant CREATED = DUE.minusSeconds(60);

    private final FireTally tally = new FireTally();

    private static ScheduleDefinition schedule(int number) {
        return Definitions.daily(number, DUE, CREATED);
    }

    private static byte[] fire(ScheduleDefinition schedule, Instant nominal) {
        return Json.bytes(new FireEvent(
                FireId.of(schedule.tenant(), schedule.id(), nominal.toEpochMilli(), FireKind.CRON, FireId.FIRST),
                schedule.tenant(),
                schedule.id(),
                1,
                schedule.workflow(),
                FireKind.CRON,
                nominal,
                nominal,
                nominal,
                "2026-11-24T13:37:00.000",
                "Z",
                null,
                "2026a",
                Json.object().put("scheduled_at", "a parameter of this name"),
                900,
                7));
    }

    private void saw(ScheduleDefinition schedule, Instant nominal, Duration late) {
        tally.saw(
                schedule.key().bytes(),
                fire(schedule, nominal),
                nominal.plus(late).toEpochMilli());
    }

    @Test
    void countsWhatCameWhatDidNotAndWhatCameTwice() {
        ScheduleDefinition once = schedule(1);
        ScheduleDefinition twice = schedule(2);
        ScheduleDefinition never = schedule(3);
        ScheduleDefinition atAnotherInstant = schedule(4);
        for (ScheduleDefinition schedule : new ScheduleDefinition[] {once, twice, never, atAnotherInstant}) {
            tally.expect(schedule, DUE);
        }
        saw(once, DUE, Duration.ofMillis(10));
        saw(twice, DUE, Duration.ofMillis(20));
        saw(twice, DUE, Duration.ofMillis(30));
        saw(atAnotherInstant, DUE.plusSeconds(60), Duration.ZERO);
        saw(schedule(5), DUE, Duration.ZERO);

        assertThat(tally.seen()).isEqualTo(2);
        assertThat(tally.lost()).isEqualTo(2);
        assertThat(tally.doubled()).isEqualTo(1);
        assertThat(tally.unexpected()).isEqualTo(2);
    }

    @Test
    void measuresFromTheNominalInstantToTheFirstSight() {
        ScheduleDefinition schedule = schedule(1);
        tally.expect(schedule, DUE);
        saw(schedule, DUE, Duration.ofMillis(40));
        saw(schedule, DUE, Duration.ofMillis(90));

        assertThat(tally.lateness().getTotalCount()).isEqualTo(1);
        assertThat(tally.lateness().getMaxValue()).isEqualTo(40);
        assertThat(tally.lastVisible()).isEqualTo(DUE.plusMillis(40).toEpochMilli());
    }

    @Test
    void aFireOfTheWarmUpMustComeAndMayBeLate() {
        ScheduleDefinition warmUp = schedule(1);
        tally.expect(warmUp, DUE, false);
        assertThat(tally.lost()).isEqualTo(1);

        saw(warmUp, DUE, Duration.ofSeconds(5));
        assertThat(tally.lost()).isZero();
        assertThat(tally.lateness().getTotalCount()).isZero();
    }

    @Test
    void readsTheInstantOfEveryEventAndSaysWhenThereIsNone() {
        ScheduledAt scheduledAt = new ScheduledAt();
        for (Instant nominal : new Instant[] {DUE, DUE, DUE.plusMillis(1), DUE}) {
            assertThat(scheduledAt.of(fire(schedule(1), nominal))).isEqualTo(nominal.toEpochMilli());
        }
        assertThatThrownBy(() -> scheduledAt.of("{\"seq\":1}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BenchFailure.class)
                .hasMessageContaining("scheduled_at");
    }

    @Test
    void oneBeforeItsInstantIsEarly() {
        ScheduleDefinition schedule = schedule(1);
        tally.expect(schedule, DUE);
        saw(schedule, DUE, Duration.ofMillis(-1));
        assertThat(tally.early()).isEqualTo(1);
    }
}
