package dev.tactus.audit;

import static dev.tactus.contracts.schedule.SkipReason.DELETED;
import static dev.tactus.contracts.schedule.SkipReason.DISABLED;
import static dev.tactus.contracts.schedule.SkipReason.MAX_FIRES;
import static dev.tactus.contracts.schedule.SkipReason.MISSED;
import static dev.tactus.contracts.schedule.SkipReason.OUTSIDE_WINDOW;
import static dev.tactus.contracts.schedule.SkipReason.OVERLAP;
import static dev.tactus.contracts.schedule.SkipReason.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.recurrence.Recurrence;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs as they should be, and logs in which one thing is wrong: that is found, and nothing else. */
class AuditTest {
    private static Arguments story(String name, Consumer<Story> tells, double to, String... found) {
        return arguments(name, tells, to, Arrays.asList(found));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"clean", "lost", "doubled", "unexplained"})
    void theLogOf(String name, Consumer<Story> tells, double to, List<String> found) {
        Story story = new Story();
        tells.accept(story);
        assertThat(story.audited(to)).as("%s", story.findings()).containsExactlyElementsOf(found);
    }

    static Stream<Arguments> clean() {
        return Stream.of(
                story("nothing", s -> {}, 5),
                story("each minute", s -> s.created(-0.5).fires(0, 1, 2), 2.9),
                story("up to just before what is due", s -> s.created(-0.5).fires(0, 1), 1.999),
                story("nothing before it is created", s -> s.created(2.5).fires(3), 3),
                story(
                        "an update of something else",
                        s -> s.created(-0.5).fires(0).updated(0.5).fires(1),
                        1.5),
                story(
                        "another expression from its update on",
                        s -> s.created(-0.5)
                                .fires(0, 1)
                                .with("cron_expr", "*/5 * * * *")
                                .updated(1.5)
                                .fires(5),
                        9),
                story(
                        "a settled command at the very instant",
                        s -> s.created(-0.5)
                                .fires(0, 1)
                                .with("cron_expr", "*/5 * * * *")
                                .updated(1)
                                .fires(5),
                        9),
                story(
                        "no verdicts while disabled",
                        s -> s.created(-0.5)
                                .fires(0)
                                .with("enabled", false)
                                .updated(0.5)
                                .with("enabled", true)
                                .updated(5.5)
                                .fires(6),
                        6.5),
                story(
                        "what was undecided when it was disabled",
                        s -> s.created(-0.5)
                                .fires(0)
                                .now(3.5)
                                .skipped(DISABLED, 1, 3, 3)
                                .with("enabled", false)
                                .updated(3.5),
                        9),
                story("created disabled", s -> s.with("enabled", false).created(-0.5), 9),
                story(
                        "nothing after its deletion",
                        s -> s.created(-0.5).fires(0).deleted(0.5),
                        9),
                story(
                        "what was undecided when it was deleted",
                        s -> s.created(-0.5).now(2.5).skipped(DELETED, 0, 2, 3).deleted(2.5),
                        9),
                story(
                        "deleted and created again under its id",
                        s -> s.created(-0.5).fires(0).deleted(0.5).created(2.5).fires(3),
                        3.5),
                story(
                        "a manual fire beside",
                        s -> s.created(-0.5)
                                .fires(0)
                                .triggered(0.25, "a")
                                .triggered(0.25, "b")
                                .fires(1),
                        1.5),
                story(
                        "the newest of what was missed",
                        s -> s.created(-0.5)
                                .fires(0)
                                .now(9.5)
                                .skipped(MISSED, 1, 7, 7)
                                .fires(8, 9)
                                .fires(10),
                        10),
                story(
                        "the newest of what was missed, to the millisecond",
                        s -> s.created(-0.5)
                                .fires(0)
                                .now(9)
                                .skipped(MISSED, 1, 6, 6)
                                .fires(7, 8, 9),
                        9),
                story(
                        "none of what was missed",
                        s -> s.with("catch_up", "none")
                                .created(-0.5)
                                .fires(0)
                                .now(9.5)
                                .skipped(MISSED, 1, 8, 8)
                                .fires(9),
                        9),
                story(
                        "all of what was missed, up to the limit",
                        s -> s.with("catch_up", "all")
                                .with("catch_up_limit", 3)
                                .created(-0.5)
                                .fires(0)
                                .now(9.5)
                                .skipped(MISSED, 1, 5, 5)
                                .fires(6, 7, 8, 9),
                        9),
                story(
                        "what is outside the window",
                        s -> s.with("catch_up_window_seconds", 300)
                                .created(-0.5)
                                .now(9.5)
                                .skipped(OUTSIDE_WINDOW, 0, 4, 5)
                                .skipped(MISSED, 5, 7, 3)
                                .fires(8, 9),
                        9),
                story(
                        "skipped while a job was open",
                        s -> s.with("overlap", "skip")
                                .created(-0.5)
                                .fires(0)
                                .now(1)
                                .skipped(OVERLAP, 1, 1, 1)
                                .jobEnded()
                                .fires(2),
                        2),
                story(
                        "one waits",
                        s -> s.with("overlap", "queue_one")
                                .created(-0.5)
                                .fires(0)
                                .now(2)
                                .skipped(SUPERSEDED, 1, 1, 1),
                        2),
                story(
                        "one waited and fired",
                        s -> s.with("overlap", "queue_one")
                                .created(-0.5)
                                .fires(0)
                                .now(2)
                                .skipped(SUPERSEDED, 1, 1, 1)
                                .now(2.5)
                                .jobEnded()
                                .fires(2)
                                .now(3)
                                .jobEnded()
                                .fires(3),
                        3),
                story(
                        "one waited through a downtime: its run spans what was missed",
                        s -> s.with("overlap", "queue_one")
                                .created(-0.5)
                                .fires(0)
                                .now(9.5)
                                .skipped(MISSED, 2, 7, 6)
                                .skipped(SUPERSEDED, 1, 8, 2),
                        9),
                story(
                        "one waited while the expression changed",
                        s -> s.with("overlap", "queue_one")
                                .created(-0.5)
                                .fires(0)
                                .with("cron_expr", "*/5 * * * *")
                                .updated(1.5)
                                .now(2)
                                .jobEnded()
                                .fires(1, 5),
                        5),
                story(
                        "one waited and was disabled",
                        s -> s.with("overlap", "queue_one")
                                .created(-0.5)
                                .fires(0)
                                .now(1.5)
                                .skipped(DISABLED, 1, 1, 1)
                                .with("enabled", false)
                                .updated(1.5),
                        9),
                story(
                        "as often as it may",
                        s -> s.with("max_fires", 2)
                                .created(-0.5)
                                .fires(0, 1)
                                .with("max_fires", 3)
                                .updated(5.5)
                                .fires(6),
                        20),
                story(
                        "more were due than it may",
                        s -> s.with("max_fires", 1)
                                .created(-0.5)
                                .now(1)
                                .fires(0)
                                .skipped(MAX_FIRES, 1, 1, 1),
                        20),
                story(
                        "once",
                        s -> s.with("cron_expr", null)
                                .with("at", Story.at(3).toString())
                                .created(0)
                                .fires(3),
                        20),
                story(
                        "at a fixed rate",
                        s -> s.with("cron_expr", null)
                                .with("every_seconds", 90)
                                .created(-0.5)
                                .fires(1, 2.5),
                        3.9),
                story(
                        "until it ends",
                        s -> s.with("ends_at", Story.at(2).toString())
                                .created(-0.5)
                                .fires(0, 1),
                        9),
                story(
                        "from its start",
                        s -> s.with("starts_at", Story.at(2).toString())
                                .created(-0.5)
                                .fires(2),
                        2),
                story(
                        "not on excluded dates",
                        s -> s.with("exclude", List.of("2027-01-10")).created(-0.5),
                        9),
                story(
                        "what is computed by other rules is not judged",
                        s -> s.rules("1999a")
                                .created(-0.5)
                                .fires(0, 1.25)
                                .now(9)
                                .skipped(MISSED, 1.5, 1.75, 2),
                        9),
                story(
                        "moved by new rules",
                        s -> s.rules("1999a")
                                .created(-0.5)
                                .fires(0)
                                .rescheduled(1, 5, "1999a", Recurrence.tzdbVersion())
                                .fires(5, 6),
                        6));
    }

    static Stream<Arguments> lost() {
        return Stream.of(
                story("a fire is lost", s -> s.created(-0.5).fires(0, 2, 3), 3, "lost 1.0"),
                story("the first is lost", s -> s.created(-0.5).fires(1), 1, "lost 0.0"),
                story("the last is lost", s -> s.created(-0.5).fires(0), 1, "lost 1.0"),
                story(
                        "its number shows it too",
                        s -> s.created(-0.5).fires(0).loses().fires(2),
                        2,
                        "unexplained",
                        "lost 1.0"),
                story(
                        "before its update",
                        s -> s.created(-0.5).fires(0).updated(1.5).fires(2),
                        2,
                        "lost 1.0"),
                story(
                        "before it was disabled",
                        s -> s.created(-0.5).fires(0).with("enabled", false).updated(1.5),
                        9,
                        "lost 1.0"),
                story(
                        "named before its deletion, and due later",
                        s -> s.with("jitter_seconds", 50).created(-0.5).deleted(0),
                        9,
                        "lost 0.0"),
                story("before its deletion", s -> s.created(-0.5).fires(0).deleted(1.5), 9, "lost 1.0"),
                story(
                        "after it was enabled",
                        s -> s.with("enabled", false)
                                .created(-0.5)
                                .with("enabled", true)
                                .updated(0.5)
                                .fires(2),
                        2,
                        "lost 1.0"),
                story(
                        "between a run and a fire",
                        s -> s.created(-0.5).now(9.5).skipped(MISSED, 0, 7, 8).fires(9),
                        9,
                        "lost 8.0"),
                story(
                        "a longer time without any",
                        s -> s.created(-0.5).fires(0, 300),
                        300,
                        "lost 1.0 x298",
                        "lost 299.0"),
                story(
                        "one waits for no job",
                        s -> s.with("overlap", "queue_one")
                                .created(-0.5)
                                .fires(0)
                                .jobEnded()
                                .fires(2),
                        2,
                        "lost 1.0"),
                story(
                        "two cannot wait",
                        s -> s.with("overlap", "queue_one").created(-0.5).fires(0),
                        2,
                        "lost 1.0"));
    }

    static Stream<Arguments> doubled() {
        return Stream.of(
                story("a fire comes twice", s -> s.created(-0.5).fires(0, 1, 1, 2), 2, "doubled 1.0"),
                story("and later", s -> s.created(-0.5).fires(0, 1, 2, 0, 3), 3, "doubled 0.0"),
                story(
                        "fired and skipped",
                        s -> s.created(-0.5)
                                .fires(0, 1)
                                .now(9.5)
                                .skipped(MISSED, 1, 7, 7)
                                .fires(8, 9),
                        9,
                        "doubled 1.0"),
                story(
                        "skipped and fired",
                        s -> s.created(-0.5)
                                .fires(0)
                                .now(9.5)
                                .skipped(MISSED, 1, 7, 7)
                                .fires(8, 9, 3),
                        9,
                        "doubled 3.0"),
                story(
                        "a manual fire",
                        s -> s.created(-0.5).fires(0).triggered(0.25, "a").triggered(0.25, "a"),
                        0.5,
                        "doubled 0.25"),
                story(
                        "under one number",
                        s -> s.created(-0.5).fires(0).fire(f -> Story.with(f, "seq", 2), 0),
                        0,
                        "doubled 0.0"));
    }

    static Stream<Arguments> unexplained() {
        return Stream.of(
                story("not due", s -> s.created(-0.5).fires(0, 0.5, 1), 1, "unexplained 0.5"),
                story("before it was created", s -> s.created(-0.5).fires(-1, 0), 0, "unexplained -1.0"),
                story(
                        "while disabled",
                        s -> s.with("enabled", false).created(-0.5).fires(0),
                        0,
                        "unexplained 0.0"),
                story(
                        "of a time when it was disabled",
                        s -> s.with("enabled", false)
                                .created(-0.5)
                                .with("enabled", true)
                                .updated(1.5)
                                .fires(1, 2),
                        2,
                        "unexplained 1.0"),
                story("after its deletion", s -> s.created(-0.5).deleted(-0.25).fires(0), 0, "unexplained 0.0"),
                story("of no schedule", s -> s.fires(0), 0, "unexplained 0.0"),
                story(
                        "another id",
                        s -> s.created(-0.5)
                                .fires(0)
                                .fire(f -> Story.with(f, "job_id", new UUID(1, 2)), 1)
                                .fires(2),
                        2,
                        "unexplained 1.0"),
                story(
                        "another due instant",
                        s -> s.created(-0.5)
                                .fire(f -> Story.with(f, "due_at", Story.at(0.1).toString()), 0),
                        0,
                        "unexplained 0.0"),
                story(
                        "another kind",
                        s -> s.created(-0.5).fire(f -> Story.with(f, "kind", "at"), 0),
                        0,
                        "unexplained 0.0"),
                story(
                        "another revision",
                        s -> s.created(-0.5).fire(f -> Story.with(f, "revision", 2), 0),
                        0,
                        "unexplained 0.0"),
                story(
                        "far before its instant",
                        s -> s.created(-5)
                                .fire(
                                        f -> Story.with(
                                                f, "emitted_at", Story.at(-5.1).toString()),
                                        -4),
                        -4,
                        "unexplained -4.0"),
                story(
                        "more often than it may",
                        s -> s.with("max_fires", 1).created(-0.5).fires(0, 1),
                        1,
                        "unexplained 1.0"),
                story(
                        "a number is missing",
                        s -> s.created(-0.5).fires(0).loses().fires(1),
                        1,
                        "unexplained"),
                story(
                        "the first number is missing",
                        s -> s.loses().created(-0.5).fires(0),
                        0,
                        "unexplained"),
                story(
                        "a number comes twice",
                        s -> s.created(-0.5).fires(0).fire(f -> Story.with(f, "seq", 2), 1),
                        1,
                        "unexplained"),
                story(
                        "a revision is missing",
                        s -> s.created(-0.5).then(t -> t.updated(-0.4)).fires(0),
                        0),
                story(
                        "late only, and skipped as missed",
                        s -> s.created(-0.5).now(0.5).skipped(MISSED, 0, 0, 1),
                        0,
                        "unexplained 0.0"),
                story(
                        "more missed than the policy says",
                        s -> s.created(-0.5).now(9.5).skipped(MISSED, 0, 8, 9).fires(9),
                        9,
                        "unexplained 0.0"),
                story(
                        "within the window, and skipped as outside",
                        s -> s.created(-0.5)
                                .now(9.5)
                                .skipped(OUTSIDE_WINDOW, 0, 7, 8)
                                .fires(8, 9),
                        9,
                        "unexplained 0.0"),
                story(
                        "a run that counts too few",
                        s -> s.created(-0.5).now(9.5).skipped(MISSED, 0, 7, 6).fires(8, 9),
                        9,
                        "unexplained 0.0"),
                story(
                        "skipped for an overlap without a job",
                        s -> s.with("overlap", "skip").created(-0.5).skipped(OVERLAP, 0, 0, 1),
                        0,
                        "unexplained 0.0"),
                story(
                        "skipped for an overlap that is allowed",
                        s -> s.created(-0.5).fires(0).skipped(OVERLAP, 1, 1, 1),
                        1,
                        "unexplained 1.0"),
                story(
                        "skipped for a limit it has not",
                        s -> s.created(-0.5).skipped(MAX_FIRES, 0, 0, 1),
                        0,
                        "unexplained 0.0"),
                story(
                        "skipped as disabled, and it is not",
                        s -> s.created(-0.5).now(0).skipped(DISABLED, 0, 0, 1).fires(1),
                        1,
                        "unexplained"),
                story(
                        "skipped as deleted, and it is disabled",
                        s -> s.created(-0.5)
                                .now(0.5)
                                .skipped(DELETED, 0, 0, 1)
                                .with("enabled", false)
                                .updated(0.5),
                        1,
                        "unexplained"),
                story(
                        "skipped between its instants",
                        s -> s.created(-0.5).now(9.5).skipped(MISSED, 0.25, 0.5, 1),
                        8,
                        "unexplained 0.25",
                        "unexplained 0.25",
                        "lost 0.0",
                        "lost 1.0",
                        "lost 2.0",
                        "lost 3.0",
                        "lost 4.0",
                        "lost 5.0",
                        "lost 6.0",
                        "lost 7.0",
                        "lost 8.0"));
    }

    @Test
    void aRecordThatCannotBeReadIsNamed() {
        Story story = new Story().created(-0.5).fires(0);
        story.append(Topic.SCHEDULE_FIRES, "poison");
        assertThat(story.fires(1).audited(1)).containsExactly("unexplained");
        assertThat(story.findings().getFirst().where()).isEqualTo("schedule-fires-0@1");
    }

    @Test
    void aFindingNamesBothRecords() {
        Story story = new Story().created(-0.5).fires(0, 1, 1);
        story.audited(1);
        assertThat(story.findings().getFirst().line())
                .isEqualTo("doubled     acme/" + story.key().id()
                        + " 2027-01-10T10:01:00.000Z it fired before, at schedule-fires-0@1 (schedule-fires-0@2)");
    }

    @Test
    void onlyWhatLiesBetweenFromAndTo() {
        Story story = new Story().created(-0.5).fires(0, 2, 4, 6);
        Summary summary = story.audit(Story.at(2), 4);
        assertThat(summary.lost()).isEqualTo(1);
        assertThat(story.findings()).singleElement().returns(Story.at(3), Finding::instant);
        assertThat(summary.clean()).isFalse();
    }

    @Test
    void whatRetentionRemovedIsSaidAndNotLost() {
        Story story = new Story().created(-0.5).state().fires(0, 1, 2, 3, 4, 6);
        story.log.removeBefore("schedule-fires", 0, 2);
        Summary summary = story.audit(null, 6);
        assertThat(story.findings()).singleElement().returns(Story.at(5), Finding::instant);
        assertThat(summary.removedHistory()).singleElement().asString().contains("schedule-fires");
    }

    @Test
    void aScheduleWhoseEventsWereRemovedIsJudgedByItsState() {
        Story story = new Story().created(-0.5).state().fires(0, 1, 2, 4);
        UUID other = new UUID(1, 7);
        story.append(
                Topic.SCHEDULE_EVENTS,
                new EntityKey("acme", other),
                new ScheduleEvent.Deleted("acme", other, 2, null, Story.at(4), 6));
        story.log.removeBefore("schedule-events", 0, 1);
        assertThat(story.audited(4)).isEmpty();

        Story later = new Story();
        later.append(Topic.SCHEDULE_EVENTS, "removed");
        later.created(-0.5).state().now(0.5);
        later.log.removeBefore("schedule-events", 0, 1);
        later.fires(1, 3);
        assertThat(later.audited(3)).contains("lost 2.0");
    }

    @Test
    void aRetainedPartOfAnotherTopicLeavesItsGapsUnjudged() {
        Story story = new Story()
                .created(-0.5)
                .fires(0)
                .jobEnded()
                .fires(1)
                .jobEnded()
                .fires(2)
                .loses()
                .fires(3);
        story.log.removeBefore("job-events", 0, 1);
        assertThat(story.audited(3)).containsExactly("unexplained");
    }
}
