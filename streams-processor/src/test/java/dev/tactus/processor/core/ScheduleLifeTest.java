package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleView;
import dev.tactus.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a schedule from its creation to its deletion. */
class ScheduleLifeTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");
    private static final Instant TEN = Instant.parse("2027-01-10T10:00:00Z");

    @TempDir
    private Path stateDir;

    private TestPartition partition;

    @BeforeEach
    void open() {
        partition = new TestPartition(stateDir, START);
        partition.run(Duration.ofMillis(10), Duration.ofMillis(10));
    }

    @AfterEach
    void close() {
        partition.close();
    }

    private static long applied(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        return ((Outcome.Applied) outcome).revision();
    }

    private static Outcome.Reason refused(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).reason();
    }

    private List<Instant> firedAt() {
        return partition.fires().stream().map(FireEvent::scheduledAt).toList();
    }

    @Test
    void firesOnceAtEachInstantThatTheExpressionNames() {
        ScheduleDefinition definition = Definition.everyMinute(START);
        assertThat(applied(partition.create(definition))).isEqualTo(1);
        assertThat(partition.schedule(definition.key()).nextFireAt()).isEqualTo(TEN);

        partition.runTo(TEN.plusSeconds(150));

        List<FireEvent> fires = partition.fires();
        assertThat(fires)
                .extracting(FireEvent::scheduledAt)
                .containsExactly(TEN, TEN.plusSeconds(60), TEN.plusSeconds(120));
        assertThat(fires).extracting(FireEvent::jobId).doesNotHaveDuplicates();
        assertThat(fires).extracting(FireEvent::seq).isSorted();
        assertThat(fires.getFirst())
                .returns("echo", FireEvent::workflow)
                .returns(FireKind.CRON, FireEvent::kind)
                .returns("2027-01-10T10:00:00.000", FireEvent::localTime)
                .returns(Json.object().put("n", 1), FireEvent::params);
        ScheduleView view = partition.schedule(definition.key());
        assertThat(view.lastFireAt()).isEqualTo(TEN.plusSeconds(120));
        assertThat(view.lastJobId()).isEqualTo(fires.getLast().jobId());
        assertThat(view.nextFireAt()).isEqualTo(TEN.plusSeconds(180));
    }

    @Test
    void changingTheExpressionRecomputesFromTheMomentItIsApplied() {
        ScheduleDefinition definition = Definition.everyMinute(START);
        partition.create(definition);
        partition.runTo(TEN.plusSeconds(30));
        assertThat(firedAt()).containsExactly(TEN);

        ScheduleDefinition hourly = Definition.with(definition, "cron_expr", "0 * * * *");
        assertThat(applied(partition.update(hourly, 1, "cron_expr"))).isEqualTo(2);

        assertThat(partition.schedule(definition.key()).nextFireAt()).isEqualTo(TEN.plusSeconds(3600));
        partition.run(Duration.ofHours(1), Duration.ofSeconds(10));
        assertThat(firedAt()).containsExactly(TEN.plusSeconds(3600));
    }

    @Test
    void anUpdateSettlesWhatWasDueUnderTheOldDefinition() {
        ScheduleDefinition definition = Definition.everyMinute(START);
        partition.create(definition);
        ScheduleDefinition hourly = Definition.with(definition, "cron_expr", "0 0 * * *");

        // Appended a moment after ten, and read before any tick.
        partition.commandAt(
                TEN.plusMillis(5),
                new ScheduleCommand.Put(hourly),
                definition.key(),
                partition.headers().withUpdate(1, List.of("cron_expr"), null));

        assertThat(firedAt()).containsExactly(TEN);
    }

    @Test
    void concurrentUpdatesOfDifferentFieldsBothSurvive() {
        ScheduleDefinition definition = Definition.everyMinute(START);
        partition.create(definition);
        partition.update(Definition.with(definition, "timezone", "Europe/Berlin"), 1, "timezone");
        // Merged onto revision 1 as well, so it still says UTC; it names only what it changes.
        partition.update(Definition.with(definition, "timeout_seconds", 60), 1, "timeout_seconds");

        ScheduleView view = partition.schedule(definition.key());
        assertThat(view.timezone()).isEqualTo("Europe/Berlin");
        assertThat(view.timeoutSeconds()).isEqualTo(60);
        assertThat(view.revision()).isEqualTo(3);
    }

    @Test
    void updatesThatAreRightAloneAndWrongTogetherAreRefused() {
        ScheduleDefinition definition = Definition.withCallback(Definition.everyMinute(START));
        partition.create(definition);
        ScheduleDefinition cleared =
                Definition.with(Definition.with(definition, "callback_url", null), "callback_secret", null);
        assertThat(applied(partition.update(cleared, 1, "callback_url", "callback_secret")))
                .isEqualTo(2);
        ScheduleDefinition otherUrl = Definition.with(definition, "callback_url", "https://example.org/other");
        assertThat(refused(partition.update(otherUrl, 1, "callback_url"))).isEqualTo(Outcome.Reason.INVALID);
        assertThat(partition.schedule(definition.key()).revision()).isEqualTo(2);
    }

    @Test
    void aStaleRevisionIsRefusedAndLeavesNoTrace() {
        ScheduleDefinition definition = Definition.everyMinute(START);
        partition.create(definition);
        partition.update(Definition.with(definition, "timeout_seconds", 60), 1, "timeout_seconds");
        partition.events(Topic.SCHEDULE_EVENTS);
        CommandHeaders stale = partition.headers().withUpdate(1, List.of("timezone"), 1L);

        Outcome outcome = partition.command(
                new ScheduleCommand.Put(Definition.with(definition, "timezone", "Asia/Tokyo")),
                definition.key(),
                stale);

        assertThat(refused(outcome)).isEqualTo(Outcome.Reason.CONFLICT);
        assertThat(partition.schedule(definition.key()).timezone()).isEqualTo("UTC");
        assertThat(partition.events(Topic.SCHEDULE_EVENTS)).isEmpty();
    }

    @Test
    void disabledItShowsWhatItsNextInstantWouldBeAndDoesNotFire() {
        ScheduleDefinition definition = Definition.everyMinute(START);
        partition.create(definition);
        partition.update(Definition.with(definition, "enabled", false), 1, "enabled");
        partition.runTo(TEN.plusSeconds(90));
        assertThat(firedAt()).isEmpty();
        assertThat(partition.schedule(definition.key()).nextFireAt()).isEqualTo(TEN.plusSeconds(120));

        partition.update(definition, 2, "enabled");
        assertThat(partition.schedule(definition.key()).nextFireAt()).isEqualTo(TEN.plusSeconds(120));
        partition.runTo(TEN.plusSeconds(121));
        assertThat(firedAt()).containsExactly(TEN.plusSeconds(120));
    }

    @Test
    void deletedItIsGoneAndFiresNoMore() {
        ScheduleDefinition definition = Definition.everyMinute(START);
        partition.create(definition);
        applied(partition.delete(definition.key()));

        assertThat(partition.ask(new Query.GetSchedule("acme", definition.id())).isNull())
                .isTrue();
        assertThat(refused(partition.delete(definition.key()))).isEqualTo(Outcome.Reason.NOT_FOUND);
        partition.runTo(TEN.plusSeconds(90));
        assertThat(firedAt()).isEmpty();
        assertThat(partition.records(Topic.SCHEDULE_STATE).getLast().value()).isNull();
    }

    @Test
    void theCommandOfADeletedScheduleIsForgottenAfterSevenDays() {
        ScheduleDefinition definition = Definition.everyMinute(START);
        partition.create(definition);
        partition.delete(definition.key());
        partition.run(Duration.ofDays(6), Duration.ofHours(12));
        assertThat(partition.records(Topic.SCHEDULE_COMMANDS)).isEmpty();
        partition.run(Duration.ofDays(2), Duration.ofHours(12));
        assertThat(partition.records(Topic.SCHEDULE_COMMANDS))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isNull());
    }

    @Test
    void aTriggerFiresNowAndLeavesTheNominalInstantsAlone() {
        ScheduleDefinition definition = Definition.everyMinute(START);
        partition.create(definition);
        Outcome outcome = partition.act(
                new Action.Trigger("acme", definition.id(), Json.object().put("n", 2)), definition.key());
        applied(outcome);

        FireEvent fire = partition.fires().getFirst();
        assertThat(fire.kind()).isEqualTo(FireKind.MANUAL);
        assertThat(fire.params()).isEqualTo(Json.object().put("n", 2));
        assertThat(partition.job(fire.jobId()).params()).isEqualTo(Json.object().put("n", 2));
        assertThat(partition.schedule(definition.key()).nextFireAt()).isEqualTo(TEN);
    }

    @Test
    void theSameIdempotencyKeyGetsTheFirstAnswer() {
        ScheduleDefinition first = Definition.everyMinute(START);
        ScheduleDefinition second = Definition.everyMinute(START.plusMillis(1));
        Outcome once = partition.command(
                new ScheduleCommand.Put(first), first.key(), partition.headers().withIdempotency("k", "hash"));
        Outcome again = partition.command(
                new ScheduleCommand.Put(second),
                second.key(),
                partition.headers().withIdempotency("k", "hash"));
        Outcome other = partition.command(
                new ScheduleCommand.Put(second),
                second.key(),
                partition.headers().withIdempotency("k", "other"));

        assertThat(again.toString()).isEqualTo(once.toString());
        assertThat(refused(other)).isEqualTo(Outcome.Reason.CONFLICT);
        assertThat(partition.ask(new Query.ListSchedules("acme", null, null, Map.of(), null, 10)))
                .hasSize(1);
        partition.run(Duration.ofHours(25), Duration.ofHours(1));
        applied(partition.command(
                new ScheduleCommand.Put(second),
                second.key(),
                partition.headers().withIdempotency("k", "other")));
    }

    @Test
    void aRecordThatCanNotBeReadGoesToDeadLettersAndTheOthersGoOn() {
        CommandHeaders headers = partition.headers();
        partition.poison(Topic.SCHEDULE_COMMANDS, "acme/" + headers.commandId(), "{\"cron", headers);
        assertThat(refused(partition.outcome(headers.commandId()))).isEqualTo(Outcome.Reason.FAILED);
        partition.poison(Topic.SCHEDULE_ACTIONS, "?", "[]", null);
        partition.poison(Topic.JOB_REPORTS, "?", "7", null);
        partition.poison(Topic.DELIVERY_REPORTS, "?", "\u0000", null);
        partition.poison(Topic.REGISTRY_COMMANDS, "?", "{}", null);

        assertThat(partition.events(Topic.DEAD_LETTERS))
                .hasSize(5)
                .allSatisfy(letter -> assertThat(letter.path("source").asText()).contains("-0@"));
        applied(partition.create(Definition.everyMinute(START)));
    }

    @Test
    void anotherTimingFiresWhatTheOldOneHadNamedAndHeldBackForItsJitter() {
        ScheduleDefinition definition = Definition.with(
                Definition.with(Definition.everyMinute(START), "cron_expr", "0 * * * *"), "jitter_seconds", 3000);
        partition.create(definition);
        partition.runTo(TEN.plusSeconds(1));
        assertThat(firedAt()).isEmpty();

        partition.update(Definition.with(definition, "cron_expr", "30 * * * *"), 1, "cron_expr");

        assertThat(firedAt()).containsExactly(TEN);
        assertThat(partition.schedule(definition.key()).nextFireAt()).isEqualTo(TEN.plusSeconds(1800));
    }

    @Test
    void disablingSkipsWhatItsJitterHeldBack() {
        ScheduleDefinition definition = Definition.with(
                Definition.with(Definition.everyMinute(START), "cron_expr", "0 * * * *"), "jitter_seconds", 3000);
        partition.create(definition);
        partition.runTo(TEN.plusSeconds(1));
        partition.update(Definition.with(definition, "enabled", false), 1, "enabled");

        assertThat(partition.events(Topic.SCHEDULE_EVENTS))
                .filteredOn(event -> event.path("type").asText().equals("schedule.instants_skipped"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.path("reason").asText()).isEqualTo("disabled");
                    assertThat(event.path("first").asText()).isEqualTo("2027-01-10T10:00:00.000Z");
                });
    }

    @Test
    void whatHasFiredAsOftenAsItMayHasNoNextInstant() {
        ScheduleDefinition definition = Definition.with(Definition.everyMinute(START), "max_fires", 2);
        partition.create(definition);
        partition.runTo(TEN.plusSeconds(200));
        assertThat(firedAt()).containsExactly(TEN, TEN.plusSeconds(60));
        assertThat(partition.schedule(definition.key()).nextFireAt()).isNull();

        ScheduleDefinition hourly = Definition.with(definition, "cron_expr", "0 * * * *");
        partition.update(hourly, 1, "cron_expr");
        assertThat(partition.schedule(definition.key()).nextFireAt()).isNull();

        partition.update(Definition.with(hourly, "max_fires", 3), 2, "max_fires");
        assertThat(partition.schedule(definition.key()).nextFireAt()).isEqualTo(TEN.plusSeconds(3600));
        partition.update(Definition.with(hourly, "max_fires", 1), 3, "max_fires");
        assertThat(partition.schedule(definition.key()).nextFireAt()).isNull();
    }

    @Test
    void whatNeverFiresIsRefused() {
        Outcome outcome = partition.create(Definition.with(Definition.everyMinute(START), "ends_at", START.toString()));
        assertThat(refused(outcome)).isEqualTo(Outcome.Reason.INVALID);
        assertThat(((Outcome.Refused) outcome).problems().getFirst().path()).containsExactly("ends_at");
    }
}
