package dev.tactus.audit;

import static dev.tactus.audit.Told.story;
import static dev.tactus.contracts.schedule.SkipReason.DELETED;
import static dev.tactus.contracts.schedule.SkipReason.DISABLED;
import static dev.tactus.contracts.schedule.SkipReason.MAX_FIRES;
import static dev.tactus.contracts.schedule.SkipReason.MISSED;
import static dev.tactus.contracts.schedule.SkipReason.OUTSIDE_WINDOW;
import static dev.tactus.contracts.schedule.SkipReason.OVERLAP;
import static dev.tactus.contracts.schedule.SkipReason.SUPERSEDED;

import dev.tactus.recurrence.Recurrence;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs as they should be: nothing is found. */
class CleanLogTest {
    @ParameterizedTest
    @MethodSource("clean")
    void theLogOf(Told told) {
        told.isFound();
    }

    static Stream<Told> clean() {
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
                        "all of what was missed, in portions",
                        s -> s.with("catch_up", "all")
                                .with("catch_up_limit", 12)
                                .created(-0.5)
                                .now(20.5)
                                .skipped(MISSED, 0, 7, 8)
                                .fires(8, 9, 10, 11, 12, 13, 14, 15, 16, 17)
                                .now(20.52)
                                .fires(18, 19, 20),
                        20),
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
}
