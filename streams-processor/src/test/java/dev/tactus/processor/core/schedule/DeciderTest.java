package dev.tactus.processor.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.CatchUp;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.Retry;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.schedule.SkipReason;
import dev.tactus.processor.core.Definition;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.processor.core.state.ScheduleProgress.OpenJob;
import dev.tactus.recurrence.Dst;
import dev.tactus.recurrence.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdicts, as tables. A schedule fires every minute; minutes are counted from its first instant. */
class DeciderTest {
    private static final Instant ZERO = Instant.parse("2027-01-10T10:00:00Z");
    private static final long LATE = Duration.ofSeconds(60).toMillis();

    private static ScheduleDefinition definition(Overlap overlap, CatchUp catchUp, Long maxFires, int window) {
        return definition(overlap, catchUp, 3, maxFires, window);
    }

    private static ScheduleDefinition definition(
            Overlap overlap, CatchUp catchUp, int catchUpLimit, Long maxFires, int window) {
        return new ScheduleDefinition(
                "acme",
                Ids.derived(0, 0, "x"),
                "echo",
                Json.object(),
                "* * * * *",
                null,
                null,
                "UTC",
                900,
                null,
                null,
                false,
                true,
                overlap,
                catchUp,
                catchUpLimit,
                window,
                null,
                null,
                maxFires,
                0,
                List.of(),
                Dst.DEFAULT,
                null,
                Map.of(),
                Retry.NONE,
                ZERO.minusSeconds(30));
    }

    private static long at(double minute) {
        return ZERO.toEpochMilli() + Math.round(minute * 60_000);
    }

    private static ScheduleProgress progress(int open, Long waiting) {
        List<OpenJob> jobs = new ArrayList<>();
        for (int i = 0; i < open; i++) {
            jobs.add(new OpenJob(new UUID(0, i), 0, 0, true));
        }
        return new ScheduleProgress(at(0), at(0), at(-1), 0, null, null, null, 0, jobs, waiting);
    }

    private static CompiledSchedule compiled(ScheduleDefinition definition) {
        return CompiledSchedule.of(new ScheduleState(definition, 1, definition.createdAt()), new SharedParts());
    }

    private static String decide(ScheduleDefinition definition, ScheduleProgress progress, double now) {
        Decision decision = Decider.decide(compiled(definition), progress, at(now), at(now), LATE);
        return words(decision);
    }

    private static String words(Decision decision) {
        StringBuilder words = new StringBuilder();
        for (Verdict verdict : decision.verdicts()) {
            words.append(
                    switch (verdict) {
                        case Verdict.Fire fire ->
                            (fire.cancelPrevious() ? "cancel+fire " : "fire ") + minute(fire.nominal());
                        case Verdict.Skip skip ->
                            skip.reason().name().toLowerCase(java.util.Locale.ROOT) + " " + minute(skip.first()) + ".."
                                    + minute(skip.last()) + "x" + skip.count();
                    });
            words.append(", ");
        }
        if (decision.waiting() != null) {
            words.append("waiting ").append(minute(decision.waiting())).append(", ");
        }
        return words + (decision.next() == Recurrence.NONE ? "end" : "next " + minute(decision.next()));
    }

    private static String minute(long instant) {
        return Long.toString((instant - ZERO.toEpochMilli()) / 60_000);
    }

    static Stream<Arguments> catchUps() {
        return Stream.of(
                Arguments.of("just before due", CatchUp.LATEST, -0.001, "next 0"),
                Arguments.of("exactly due", CatchUp.LATEST, 0.0, "fire 0, next 1"),
                Arguments.of("just after", CatchUp.LATEST, 0.001, "fire 0, next 1"),
                Arguments.of("late by 60 s is late", CatchUp.NONE, 1.0, "fire 0, fire 1, next 2"),
                Arguments.of("late by more is missed", CatchUp.NONE, 1.001, "missed 0..0x1, fire 1, next 2"),
                Arguments.of("latest", CatchUp.LATEST, 10.5, "missed 0..8x9, fire 9, fire 10, next 11"),
                Arguments.of("none", CatchUp.NONE, 10.5, "missed 0..9x10, fire 10, next 11"),
                Arguments.of(
                        "all keeps the newest three",
                        CatchUp.ALL,
                        10.5,
                        "missed 0..6x7, fire 7, fire 8, fire 9, fire 10, next 11"),
                Arguments.of("all of two", CatchUp.ALL, 2.5, "fire 0, fire 1, fire 2, next 3"),
                Arguments.of(
                        "outside the window of an hour",
                        CatchUp.LATEST,
                        100.5,
                        "outside_window 0..40x41, missed 41..98x58, fire 99, fire 100, next 101"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("catchUps")
    void catchesUpByPolicy(String name, CatchUp policy, double now, String expected) {
        assertThat(decide(definition(Overlap.ALLOW, policy, null, 3600), progress(0, null), now))
                .isEqualTo(expected);
    }

    static Stream<Arguments> overlaps() {
        return Stream.of(
                Arguments.of(Overlap.ALLOW, 1, null, "fire 0, next 1"),
                Arguments.of(Overlap.SKIP, 0, null, "fire 0, next 1"),
                Arguments.of(Overlap.SKIP, 1, null, "overlap 0..0x1, next 1"),
                Arguments.of(Overlap.QUEUE_ONE, 0, null, "fire 0, next 1"),
                Arguments.of(Overlap.QUEUE_ONE, 1, null, "waiting 0, next 1"),
                Arguments.of(Overlap.QUEUE_ONE, 1, at(-1), "superseded -1..-1x1, waiting 0, next 1"),
                Arguments.of(Overlap.CANCEL_PREVIOUS, 0, null, "fire 0, next 1"),
                Arguments.of(Overlap.CANCEL_PREVIOUS, 2, null, "cancel+fire 0, next 1"));
    }

    @ParameterizedTest(name = "{0} with {1} open")
    @MethodSource("overlaps")
    void overlapsByPolicy(Overlap policy, int open, Long waiting, String expected) {
        assertThat(decide(definition(policy, CatchUp.LATEST, null, 3600), progress(open, waiting), 0))
                .isEqualTo(expected);
    }

    @Test
    void whatFiresInOneDecisionIsOpenForTheNextInstantOfIt() {
        assertThat(decide(definition(Overlap.SKIP, CatchUp.ALL, null, 3600), progress(0, null), 2.5))
                .isEqualTo("fire 0, overlap 1..2x2, next 3");
    }

    @Test
    void theLimitOfFiresEndsTheSchedule() {
        assertThat(decide(definition(Overlap.ALLOW, CatchUp.ALL, 2L, 3600), progress(0, null), 2.5))
                .isEqualTo("fire 0, fire 1, max_fires 2..2x1, end");
        assertThat(decide(definition(Overlap.ALLOW, CatchUp.ALL, 1L, 3600), progress(0, null), 0))
                .isEqualTo("fire 0, end");
    }

    private static ScheduleDefinition catchingUp(int limit, Overlap overlap, Long maxFires) {
        return definition(overlap, CatchUp.ALL, limit, maxFires, 86_400);
    }

    static Stream<Arguments> portions() {
        return Stream.of(
                Arguments.of("as many as a portion", 10, null, 10.5, "fire 0..10, next 11 when due"),
                Arguments.of("one more", 11, null, 11.5, "fire 0..9, next 10 in 1 s"),
                Arguments.of("a tenth", 250, null, 300.5, "missed 0..49x50, fire 50..74, next 75 in 1 s"),
                Arguments.of("used up in a portion", 50, 5L, 40.5, "fire 0..4, max_fires 5..40x36, end"),
                Arguments.of("used up by a portion", 50, 10L, 40.5, "fire 0..9, max_fires 10..40x31, end"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("portions")
    void firesNoMoreThanAPortionOfWhatWasMissed(String name, int limit, Long maxFires, double now, String expected) {
        CompiledSchedule schedule = compiled(catchingUp(limit, Overlap.ALLOW, maxFires));
        Decision decision = Decider.decideDue(schedule, progress(0, null), at(now), LATE);
        assertThat(inRuns(decision, at(now))).isEqualTo(expected);
    }

    @Test
    void aPortionOffersInstantsToTheOverlapPolicy() {
        CompiledSchedule schedule = compiled(catchingUp(30, Overlap.QUEUE_ONE, null));
        assertThat(words(Decider.decideDue(schedule, progress(1, null), at(30.5), LATE)))
                .isEqualTo("superseded 0..8x9, waiting 9, next 10");
    }

    @Test
    void aCommandDoesNotWaitForPortions() {
        CompiledSchedule schedule = compiled(catchingUp(100, Overlap.ALLOW, null));
        Decision first = Decider.decideDue(schedule, progress(0, null), at(50.5), LATE);
        assertThat(first.due()).isEqualTo(at(50.5) + 1_000);
        ScheduleProgress caughtUpTo10 = progress(0, null).decidedUpTo(first.next(), first.due(), at(9));
        assertThat(inRuns(Decider.decide(schedule, caughtUpTo10, at(50.5), at(50.5), LATE), at(50.5)))
                .isEqualTo("fire 10..50, next 51 when due");
        assertThat(words(Decider.skipAll(schedule, caughtUpTo10, at(50.5), SkipReason.DISABLED)))
                .isEqualTo("disabled 10..50x41, next 51");
    }

    static Stream<Arguments> backlogs() {
        return Stream.of(1, 7, 60, 1_000)
                .flatMap(seconds -> Stream.of(1, 9, 10, 11, 99, 100, 1000).map(limit -> Arguments.of(seconds, limit)));
    }

    /** Deciding at once and in portions differ in when, and in nothing else. */
    @ParameterizedTest(name = "every {0} s, of which {1} are kept")
    @MethodSource("backlogs")
    void portionsFireWhatOneDecisionWouldHaveFiredInTheSameOrder(int seconds, int limit) {
        ScheduleDefinition every = Definition.with(catchingUp(limit, Overlap.ALLOW, null), "cron_expr", null);
        CompiledSchedule schedule = compiled(Definition.with(every, "every_seconds", seconds));
        for (Duration downtime : List.of(Duration.ofSeconds(61), Duration.ofMinutes(29), Duration.ofHours(30))) {
            long end = at(0) + downtime.toMillis() + 250;
            ScheduleProgress progress = progress(0, null).decidedUpTo(first(schedule), first(schedule), at(-1));
            List<Verdict> atOnce = new ArrayList<>(
                    Decider.decide(schedule, progress, end, end, LATE).verdicts());
            List<Verdict> paced = new ArrayList<>();
            long now = end - Decider.PORTION_EVERY;
            int portions = 0;
            do {
                now += Decider.PORTION_EVERY;
                Decision decision = Decider.decideDue(schedule, progress, now, LATE);
                paced.addAll(decision.verdicts());
                long missedBefore = now - LATE;
                assertThat(decision.verdicts())
                        .filteredOn(verdict -> verdict instanceof Verdict.Fire fire && fire.nominal() < missedBefore)
                        .hasSizeLessThanOrEqualTo(Math.max(10, limit / 10));
                progress = progress.decidedUpTo(decision.next(), decision.due(), now);
                portions++;
            } while (progress.next() <= now && portions < 100);
            assertThat(portions).isLessThanOrEqualTo(12);
            // What came due meanwhile is behind it.
            for (long n = schedule.next(0, end); n <= now; n = schedule.next(0, n)) {
                atOnce.add(new Verdict.Fire(n, n, false));
            }
            assertThat(paced).isEqualTo(atOnce);
        }
    }

    private static long first(CompiledSchedule schedule) {
        return schedule.next(0, at(0) - 1);
    }

    /** With runs of fires in short, and when the next decision is. */
    private static String inRuns(Decision decision, long now) {
        List<Long> fired = decision.verdicts().stream()
                .filter(Verdict.Fire.class::isInstance)
                .map(verdict -> ((Verdict.Fire) verdict).nominal())
                .toList();
        String all = words(decision);
        for (long nominal : fired.subList(0, fired.size() - 1)) {
            all = all.replace("fire " + minute(nominal) + ", ", "");
        }
        String last = minute(fired.getLast());
        String words = all.replace("fire " + last + ",", "fire " + minute(fired.getFirst()) + ".." + last + ",");
        return decision.next() == Recurrence.NONE
                ? words
                : words + (decision.due() == now + 1_000 ? " in 1 s" : " when due");
    }

    @Test
    void skippingAllLeavesNothingWaiting() {
        ScheduleDefinition definition = definition(Overlap.QUEUE_ONE, CatchUp.LATEST, null, 3600);
        Decision decision = Decider.skipAll(compiled(definition), progress(1, at(-1)), at(2.5), SkipReason.DELETED);
        assertThat(words(decision)).isEqualTo("deleted -1..2x4, next 3");
    }

    @Test
    void aWeekOfMissedMinutesIsDecidedInOneStep() {
        assertThat(decide(definition(Overlap.ALLOW, CatchUp.LATEST, null, 86_400), progress(0, null), 7 * 1440 + 0.5))
                .isEqualTo("outside_window 0..8640x8641, missed 8641..10078x1438, fire 10079, fire 10080, next 10081");
    }
}
