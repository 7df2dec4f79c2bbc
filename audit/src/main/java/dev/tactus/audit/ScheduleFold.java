package dev.tactus.audit;

import dev.tactus.audit.Finding.What;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.schedule.SkipReason;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.recurrence.Recurrence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One schedule, folded in the order of its facts: what its definition asks for, and which of its instants have their
 * verdict. Instants are epoch milliseconds.
 *
 * <p>A definition owes each instant that it names a verdict once that is due, jitter included, while it is enabled and has
 * fires left. A change takes effect at {@code effective_at}. Where it says something else about time, disables or deletes,
 * the old definition owes all that it names up to there, also what is due later; the new one begins behind it there, and
 * where it enables.
 */
final class ScheduleFold {
    private final EntityKey key;
    private final Judge judge;
    private final Missing missing = new Missing();

    private Timetable timetable;
    private long revision;
    /** Whether all its facts are there; else nobody knows how often it fired and what jobs are open. */
    private boolean whole;
    /** Verdicts on earlier instants are taken as they are: what they follow from is not in the log any more. */
    private long judgedFrom;
    /** The first instant that the verdicts have not come to. */
    private long next;
    /** Instants before it owe no verdict to the definition in force. */
    private long owedFrom;

    private long fires;
    private int openJobs;
    private long lastFired = Recurrence.NONE_BEFORE;
    private @Nullable Place lastFiredAt;
    /** A skip that says that the schedule is about to be disabled or deleted; null without. */
    private @Nullable Announced announced;

    private record Announced(SkipReason reason, long last, long effectiveAt, Place place) {}

    /**
     * @param effectiveAt its first instant is after it
     * @param whole false for one whose beginning is not in the log any more
     */
    ScheduleFold(EntityKey key, Judge judge, Timetable timetable, long revision, long effectiveAt, boolean whole) {
        this.key = key;
        this.judge = judge;
        this.timetable = timetable;
        this.revision = revision;
        this.whole = whole;
        this.next = timetable.recurrence().next(effectiveAt);
        this.owedFrom = next;
        this.judgedFrom = whole ? Recurrence.NONE_BEFORE : next;
    }

    /** What came before is not judged: facts of then are missing. */
    void beginAt(long instant) {
        whole = false;
        missing.clear();
        announced = null;
        next = Math.max(next, timetable.firstDueAfter(instant));
        owedFrom = next;
        judgedFrom = next;
    }

    void updated(ScheduleEvent.Updated event, Timetable after, Place place) {
        long at = event.effectiveAt().toEpochMilli();
        expectRevision(event.revision(), place);
        boolean disabling = timetable.enabled() && !after.enabled();
        boolean timing = !after.spec().equals(timetable.spec());
        if (disabling || timing) {
            passNamedUpTo(at, place.toString());
        } else {
            passDueUpTo(at, place.toString());
        }
        takeAnnounced(disabling ? SkipReason.DISABLED : null, at, place);
        if (disabling) {
            missing.noneWaits();
        }
        long afresh = after.recurrence().next(at);
        boolean enabling = after.enabled() && !timetable.enabled();
        if (enabling || timing) {
            next = afresh;
            owedFrom = afresh;
        } else if (timetable.exhaustedBy(fires) && !after.exhaustedBy(fires)) {
            next = after.firstDueAfter(at);
            owedFrom = afresh;
        }
        timetable = after;
        revision = event.revision();
    }

    void deleted(ScheduleEvent.Deleted event, Place place) {
        long at = event.effectiveAt().toEpochMilli();
        expectRevision(event.revision(), place);
        passNamedUpTo(at, place.toString());
        takeAnnounced(timetable.enabled() ? SkipReason.DELETED : null, at, place);
        missing.report(key, judge, false, place);
    }

    void rescheduled(ScheduleEvent.Rescheduled event) {
        Instant after = event.after();
        next = after == null ? Recurrence.NONE : after.toEpochMilli();
        owedFrom = next;
    }

    void jobEnded() {
        openJobs = Math.max(0, openJobs - 1);
    }

    /** A fire that was asked for beside the nominal instants: all that matters here is that its job is open. */
    void firedBeside() {
        openJobs++;
    }

    void fired(FireEvent fire, Place place) {
        long nominal = fire.scheduledAt().toEpochMilli();
        if (hasVerdict(nominal)) {
            boolean same = nominal == lastFired && lastFiredAt != null;
            judge.found(
                    What.DOUBLED,
                    key,
                    fire.scheduledAt(),
                    same ? "it fired before, at " + lastFiredAt : "it fires and has a verdict already",
                    place);
            return;
        }
        boolean named = timetable.names(nominal);
        // One that waited may be of an earlier definition, which named it.
        boolean waited = missing.contains(nominal);
        boolean judged = nominal >= judgedFrom;
        if (judged && !waited && (!named || nominal < next)) {
            judge.foundByRules(
                    What.UNEXPLAINED,
                    key,
                    fire.scheduledAt(),
                    named
                            ? "it fires and lies before the first instant of revision " + revision + ", "
                                    + text(owedFrom)
                            : "it fires and revision " + revision + " names no such instant",
                    place);
            return;
        }
        List<String> wrong = wrongWith(fire, nominal, named);
        if (!wrong.isEmpty()) {
            judge.found(What.UNEXPLAINED, key, fire.scheduledAt(), String.join("; ", wrong), place);
        }
        if (!missing.remove(nominal)) {
            pass(nominal, place.toString());
            next = Math.max(next, timetable.recurrence().next(nominal));
        }
        missing.bound(key, judge, place);
        fires++;
        openJobs++;
        lastFired = nominal;
        lastFiredAt = place;
    }

    private List<String> wrongWith(FireEvent fire, long nominal, boolean named) {
        List<String> wrong = new ArrayList<>();
        if (fire.kind() != timetable.kind()) {
            wrong.add("its kind is " + Json.tree(fire.kind()).asText() + ", the definition makes it "
                    + Json.tree(timetable.kind()).asText());
        } else if (!fire.jobId().equals(timetable.fireId(nominal))) {
            wrong.add("its job_id is " + fire.jobId() + ", it should be " + timetable.fireId(nominal));
        }
        if (fire.revision() != revision) {
            wrong.add("it fires by revision " + fire.revision() + ", in force is " + revision);
        }
        if (!timetable.enabled()) {
            wrong.add("it fires while the schedule is disabled");
        }
        if (whole && timetable.exhaustedBy(fires)) {
            wrong.add("it is fire " + (fires + 1) + " of max_fires " + timetable.maxFires());
        }
        long due = fire.dueAt().toEpochMilli();
        if (named && !judge.rules().differ() && due != timetable.due(nominal)) {
            wrong.add("its due_at is " + text(due) + ", it should be " + text(timetable.due(nominal)));
        }
        // A change of timing fires what is named before it and whose jitter has not passed. And a command's instant,
        // with what it settles, may be some way ahead of the processor's clock.
        if (fire.emittedAt().toEpochMilli() < nominal - judge.lateWindow()) {
            wrong.add("it was emitted at " + Json.text(fire.emittedAt()) + ", before its instant");
        }
        return wrong;
    }

    void skipped(ScheduleEvent.InstantsSkipped skip, Place place) {
        long first = skip.first().toEpochMilli();
        long last = skip.last().toEpochMilli();
        if (first >= judgedFrom) {
            String wrong = wrongWith(skip, last, place);
            if (!known(first) || !known(last) || last < first) {
                judge.foundByRules(
                        What.UNEXPLAINED,
                        key,
                        skip.first(),
                        "it is skipped and revision " + revision + " names no such instant",
                        place);
            } else if (wrong.isEmpty()) {
                wrong = wrongCount(skip, first, last, place);
            }
            if (!wrong.isEmpty()) {
                judge.found(What.UNEXPLAINED, key, skip.first(), wrong, place);
            }
        }
        pass(Math.min(first, last), place.toString());
        missing.removeWithin(first, last);
        missing.bound(key, judge, place);
        if (last >= next) {
            next = timetable.recurrence().next(last);
        }
        if (skip.reason() == SkipReason.DISABLED || skip.reason() == SkipReason.DELETED) {
            announced = new Announced(skip.reason(), last, skip.effectiveAt().toEpochMilli(), place);
        }
    }

    /** A run counts the instants that had no verdict, which may lie between others that had. */
    private String wrongCount(ScheduleEvent.InstantsSkipped skip, long first, long last, Place place) {
        long ahead = timetable.recurrence().count(Math.max(next, first), last + 1);
        long open = missing.within(first, last) + ahead;
        if (skip.count() == open) {
            return "";
        }
        long all = timetable.recurrence().count(first, last + 1);
        if (skip.count() > open && skip.count() <= all) {
            long doubled = first;
            while (missing.contains(doubled) && doubled < last) {
                doubled = timetable.recurrence().next(doubled);
            }
            boolean fired = doubled == lastFired && lastFiredAt != null;
            judge.foundByRules(
                    What.DOUBLED,
                    key,
                    Instant.ofEpochMilli(doubled),
                    "it is skipped (" + Json.tree(skip.reason()).asText() + ") and "
                            + (fired ? "fired, at " + lastFiredAt : "has a verdict already"),
                    place);
            return "";
        }
        if (judge.rules().differ()) {
            judge.findings().unjudged(Math.abs(skip.count() - open));
            return "";
        }
        return "the run up to " + text(last) + " counts " + skip.count() + " instants, of which " + open
                + " had no verdict";
    }

    /** What speaks against the reason; empty if nothing does. */
    private String wrongWith(ScheduleEvent.InstantsSkipped skip, long last, Place place) {
        StringJoiner wrong = new StringJoiner("; ");
        if (!timetable.enabled()) {
            wrong.add("it is skipped while the schedule is disabled");
        }
        if (skip.revision() != revision) {
            wrong.add("it is skipped by revision " + skip.revision() + ", in force is " + revision);
        }
        String reason = "it is skipped for " + Json.tree(skip.reason()).asText() + ", and ";
        Instant said = skip.decidedAt();
        long decided = said == null ? place.timestamp() : said.toEpochMilli();
        switch (skip.reason()) {
            case MISSED, OUTSIDE_WINDOW -> {
                // What is due before this was missed; what is due from here on is late at most.
                long lateFrom = Math.min(
                        decided - judge.lateWindow(), skip.effectiveAt().toEpochMilli() + 1);
                if (timetable.due(last) >= lateFrom) {
                    wrong.add(reason + text(last) + " was late only, not missed");
                } else if (skip.reason() == SkipReason.MISSED && !judge.rules().differ()) {
                    long kept = missedAfter(last, lateFrom);
                    if (kept != timetable.catchUpLimit()) {
                        wrong.add(reason + kept + " instants behind it are caught up, not " + timetable.catchUpLimit());
                    }
                } else if (skip.reason() == SkipReason.OUTSIDE_WINDOW && last >= decided - timetable.windowMillis()) {
                    wrong.add(reason + text(last) + " was within it");
                }
            }
            case OVERLAP -> {
                // Under the other policies nothing is skipped; what waits is when its policy goes.
                if (timetable.overlap() != Overlap.SKIP && timetable.overlap() != Overlap.QUEUE_ONE) {
                    wrong.add(reason + "the policy is another");
                } else if (whole && openJobs == 0) {
                    wrong.add(reason + "no job was open");
                }
            }
            case SUPERSEDED -> {
                if (timetable.overlap() != Overlap.QUEUE_ONE) {
                    wrong.add(reason + "the policy is another");
                }
            }
            case MAX_FIRES -> {
                if (whole && !timetable.exhaustedBy(fires)) {
                    wrong.add(reason + "it had fired " + fires + " times");
                }
            }
            case DISABLED, DELETED -> {
                // Judged by the event that must follow.
            }
        }
        return wrong.toString();
    }

    /** Whether the definition names it, or an earlier one did and it waits. */
    private boolean known(long nominal) {
        return timetable.names(nominal) || missing.contains(nominal);
    }

    private long missedAfter(long last, long lateFrom) {
        long newest = timetable.recurrence().last(lateFrom);
        long named = timetable.recurrence().count(last + 1, lateFrom);
        return newest > last && timetable.due(newest) >= lateFrom ? named - 1 : named;
    }

    /**
     * The log ends here.
     *
     * @param to what is due up to here must have its verdict
     */
    void end(long to, String where) {
        Announced open = announced;
        if (open != null) {
            judge.found(
                    What.UNEXPLAINED,
                    key,
                    null,
                    "instants are skipped as " + Json.tree(open.reason()).asText() + ", and it is not",
                    open.place());
        }
        passDueUpTo(to, where);
        missing.report(key, judge, timetable.enabled() && (openJobs > 0 || !whole), null);
    }

    private void takeAnnounced(@Nullable SkipReason expected, long at, Place place) {
        Announced skip = announced;
        announced = null;
        if (skip != null && (skip.reason() != expected || skip.effectiveAt() != at || skip.last() > at)) {
            judge.found(
                    What.UNEXPLAINED,
                    key,
                    null,
                    "instants are skipped as " + Json.tree(skip.reason()).asText() + " at " + text(skip.effectiveAt())
                            + ", and what follows is another change: " + place,
                    skip.place());
        }
    }

    private void expectRevision(long given, Place place) {
        if (given != revision + 1) {
            judge.found(What.UNEXPLAINED, key, null, "revision " + given + " follows revision " + revision, place);
        }
    }

    private void passNamedUpTo(long instant, String where) {
        pass(timetable.recurrence().next(instant), where);
        missing.bound(key, judge, null);
    }

    private void passDueUpTo(long instant, String where) {
        pass(timetable.firstDueAfter(instant), where);
        missing.bound(key, judge, null);
    }

    /** Notes every instant before this one that is owed a verdict and has none. */
    private void pass(long end, String where) {
        long from = Math.max(next, owedFrom);
        if (end > from && timetable.enabled() && !(whole && timetable.exhaustedBy(fires)) && judged()) {
            long newest = timetable.recurrence().last(end);
            long count = timetable.recurrence().count(from, end);
            if (count > Missing.MOST) {
                lost(from, timetable.recurrence().last(newest), count - 1, where);
                from = newest;
            }
            boolean mayWait = mayWait();
            for (long n = from; n < end; n = timetable.recurrence().next(n)) {
                missing.add(n, mayWait && n == newest, judge.rules().differ(), where);
            }
        }
        next = Math.max(next, end);
    }

    private boolean mayWait() {
        return timetable.enabled() && timetable.overlap() == Overlap.QUEUE_ONE && (openJobs > 0 || !whole);
    }

    /** Without its beginning, nobody knows how many fires a schedule has left. */
    private boolean judged() {
        return whole || timetable.maxFires() == null;
    }

    private void lost(long first, long last, long count, String where) {
        if (judge.rules().differ()) {
            judge.findings().unjudged(count);
            return;
        }
        judge.findings()
                .add(
                        Finding.ofRun(
                                What.LOST,
                                key,
                                Instant.ofEpochMilli(first),
                                Instant.ofEpochMilli(last),
                                count,
                                "they were due and have no verdict",
                                where),
                        last);
    }

    private boolean hasVerdict(long nominal) {
        if (nominal == lastFired) {
            return !missing.contains(nominal);
        }
        return nominal >= owedFrom && nominal < next && !missing.contains(nominal) && timetable.names(nominal);
    }

    private static String text(long instant) {
        return instant == Recurrence.NONE ? "never" : Json.text(Instant.ofEpochMilli(instant));
    }

    static boolean isBeside(FireKind kind) {
        return kind == FireKind.MANUAL || kind == FireKind.BACKFILL;
    }
}
