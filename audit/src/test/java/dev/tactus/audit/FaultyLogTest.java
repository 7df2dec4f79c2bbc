package dev.tactus.audit;

import static dev.tactus.audit.Told.story;
import static dev.tactus.contracts.schedule.SkipReason.DELETED;
import static dev.tactus.contracts.schedule.SkipReason.DISABLED;
import static dev.tactus.contracts.schedule.SkipReason.MAX_FIRES;
import static dev.tactus.contracts.schedule.SkipReason.MISSED;
import static dev.tactus.contracts.schedule.SkipReason.OUTSIDE_WINDOW;
import static dev.tactus.contracts.schedule.SkipReason.OVERLAP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.recurrence.Recurrence;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs in which one thing is wrong: that is found, and nothing else. */
class FaultyLogTest {
    @ParameterizedTest
    @MethodSource({"lost", "doubled", "unexplained"})
    void theLogOf(Told told) {
        assertThat(told.found()).isNotEmpty();
        told.isFound();
    }

    static Stream<Told> lost() {
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
                story(
                        "one waited, and a later one fired",
                        s -> s.with("overlap", "queue_one")
                                .created(-0.5)
                                .fires(0)
                                .updated(1.5)
                                .now(1.75)
                                .jobEnded()
                                .fires(2),
                        2,
                        "lost 1.0"),
                story(
                        "one waited, and nothing waits under the new policy",
                        s -> s.with("overlap", "queue_one")
                                .created(-0.5)
                                .fires(0)
                                .with("overlap", "allow")
                                .updated(1.5),
                        1.75,
                        "lost 1.0"),
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
                        "before new rules move the next one",
                        s -> s.created(-0.5)
                                .fires(0)
                                .rescheduled(3, 5, Recurrence.tzdbVersion(), "2999z")
                                .fires(5),
                        5,
                        "lost 1.0",
                        "lost 2.0"),
                story(
                        "between a run and a fire",
                        s -> s.created(-0.5).now(9.5).skipped(MISSED, 0, 7, 8).fires(9),
                        9,
                        "lost 8.0"),
                story(
                        "between two portions of what was missed",
                        s -> s.with("catch_up", "all")
                                .created(-0.5)
                                .now(14.5)
                                .fires(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
                                .now(14.52)
                                .fires(11, 12, 13, 14),
                        14,
                        "lost 10.0"),
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

    static Stream<Told> doubled() {
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

    static Stream<Told> unexplained() {
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
                        s -> s.created(-0.5).losesUpdate().updated(-0.4).fires(0),
                        0,
                        "unexplained"),
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
                        "skipped for an overlap before they are due",
                        s -> s.with("overlap", "skip")
                                .created(-0.5)
                                .fires(0)
                                .now(0.5)
                                .skipped(OVERLAP, 1, 60, 60),
                        1,
                        "unexplained 1.0"),
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
}
