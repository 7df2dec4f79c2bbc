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
import java.util.List;
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
    private final Objections objections;
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

    /**
     * @param effectiveAt its first instant is after it
     * @param whole false for one whose beginning is not in the log any more
     */
    ScheduleFold(EntityKey key, Judge judge, Timetable timetable, long revision, long effectiveAt, boolean whole) {
        this.key = key;
        this.judge = judge;
        this.objections = new Objections(judge);
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
        if (disabling || after.overlap() != timetable.overlap()) {
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

    void rescheduled(ScheduleEvent.Rescheduled event, Place place) {
        long before = event.before().toEpochMilli();
        Instant moved = event.after();
        long after = moved == null ? Recurrence.NONE : moved.toEpochMilli();
        // Whatever lies before both had its verdict due by the rules of before.
        judge.rules().seen(event.tzdbBefore());
        pass(Math.min(before, after), place.toString());
        missing.bound(key, judge, place);
        judge.rules().seen(event.tzdbAfter());
        next = after;
        owedFrom = after;
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
                                    + Finding.text(owedFrom)
                            : "it fires and revision " + revision + " names no such instant",
                    place);
            return;
        }
        List<String> wrong = objections.to(fire, standing());
        if (!wrong.isEmpty()) {
            judge.found(What.UNEXPLAINED, key, fire.scheduledAt(), String.join("; ", wrong), place);
        }
        if (!missing.remove(nominal)) {
            pass(nominal, place.toString());
            next = Math.max(next, timetable.recurrence().next(nominal));
        }
        // While one waits, none behind it fires.
        missing.noneWaits();
        missing.bound(key, judge, place);
        fires++;
        openJobs++;
        lastFired = nominal;
        lastFiredAt = place;
    }

    void skipped(ScheduleEvent.InstantsSkipped skip, Place place) {
        long first = skip.first().toEpochMilli();
        long last = skip.last().toEpochMilli();
        if (first >= judgedFrom) {
            String wrong = objections.to(skip, standing(), place);
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
        return "the run up to " + Finding.text(last) + " counts " + skip.count() + " instants, of which " + open
                + " had no verdict";
    }

    /** Whether the definition names it, or an earlier one did and it waits. */
    private boolean known(long nominal) {
        return timetable.names(nominal) || missing.contains(nominal);
    }

    /**
     * The log ends here.
     *
     * @param to what is due up to here must have its verdict
     */
    void end(long to, String where) {
        if (announced != null) {
            announced.neverCame(key, judge);
        }
        passDueUpTo(to, where);
        missing.report(key, judge, mayWait(), null);
    }

    private void takeAnnounced(@Nullable SkipReason expected, long at, Place place) {
        if (announced != null) {
            announced.compare(key, judge, expected, at, place);
        }
        announced = null;
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
        if (end > from && timetable.enabled() && !standing().exhausted() && judged()) {
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

    private Standing standing() {
        return new Standing(timetable, revision, whole, fires, openJobs);
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

    static boolean isBeside(FireKind kind) {
        return kind == FireKind.MANUAL || kind == FireKind.BACKFILL;
    }
}
