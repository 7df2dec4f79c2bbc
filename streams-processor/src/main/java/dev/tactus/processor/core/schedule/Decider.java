package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.SkipReason;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.recurrence.Recurrence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives every nominal instant that has come due its verdict. A pure function of its arguments; instants are epoch
 * milliseconds.
 *
 * <p>An instant decided within the late window of being due fires under every catch-up policy; an older one was missed.
 * Missed instants that the policy fires come in portions, one a second, the oldest first; what comes due meanwhile waits
 * behind them. Nothing but the schedule's next instant tells how far that has come: a portion is longer than a second of
 * any schedule's instants, so what was kept at first is kept by every later decision, unless that is held up itself.
 */
final class Decider {
    /** In milliseconds, from one portion of missed instants to the next. */
    static final long PORTION_EVERY = 1_000;

    private final CompiledSchedule schedule;
    private final Policies policies;
    private final Recurrence recurrence;
    private final ScheduleProgress progress;

    /** Mostly one. */
    private final List<Verdict> verdicts = new ArrayList<>(1);

    private long fires;
    private int open;
    private @Nullable Long waiting;

    private Decider(CompiledSchedule schedule, ScheduleProgress progress) {
        this.schedule = schedule;
        this.policies = schedule.policies();
        this.recurrence = schedule.recurrence();
        this.progress = progress;
        this.fires = progress.fires();
        this.open = progress.open().size();
        this.waiting = progress.waiting();
    }

    /**
     * Decides what is due now, but fires no more than a portion of what was missed: then the rest is due when the next
     * portion is.
     *
     * @param lateWindow in milliseconds
     */
    static Decision decideDue(CompiledSchedule schedule, ScheduleProgress progress, long now, long lateWindow) {
        Decider decider = new Decider(schedule, progress);
        return progress.due() > now
                ? decider.nothing()
                : decider.decide(decider.firstDueAtOrAfter(now + 1), now, now, lateWindow, true);
    }

    /**
     * Decides every instant that is due at {@code upTo} or before.
     *
     * @param upTo inclusive
     * @param now by which lateness is judged
     * @param lateWindow in milliseconds
     */
    static Decision decide(CompiledSchedule schedule, ScheduleProgress progress, long upTo, long now, long lateWindow) {
        Decider decider = new Decider(schedule, progress);
        // Not the progress's own due instant: while a schedule catches up, that is the next portion's.
        return decider.due(progress.next()) > upTo
                ? decider.nothing()
                : decider.decide(decider.firstDueAtOrAfter(upTo + 1), upTo, now, lateWindow, false);
    }

    /**
     * Decides every nominal instant at {@code upTo} or before, also one whose jitter has not passed: the definition that
     * named it is about to go.
     */
    static Decision decideNominal(
            CompiledSchedule schedule, ScheduleProgress progress, long upTo, long now, long lateWindow) {
        Decider decider = new Decider(schedule, progress);
        return progress.next() > upTo
                ? decider.nothing()
                : decider.decide(decider.firstAfter(upTo), upTo, now, lateWindow, false);
    }

    /** Skips every nominal instant at {@code upTo} or before, and one that waits, all for one reason. */
    static Decision skipAll(CompiledSchedule schedule, ScheduleProgress progress, long upTo, SkipReason reason) {
        return new Decider(schedule, progress).skipAll(upTo, reason);
    }

    private Decision nothing() {
        return new Decision(List.of(), progress.next(), progress.due(), waiting);
    }

    /**
     * @param end the first nominal instant that is left undecided
     * @param inPortions whether one portion of missed instants is offered at most, unless the schedule has no fires left
     */
    private Decision decide(long end, long upTo, long now, long lateWindow, boolean inPortions) {
        long lateFrom = Math.min(firstDueAtOrAfter(Math.min(now - lateWindow, upTo + 1)), end);
        boolean exhausted = false;
        int offered = 0;
        for (long missed : caughtUp(lateFrom, now)) {
            if (inPortions && offered >= policies.portion() && !policies.usedUp(fires)) {
                return new Decision(verdicts, missed, now + PORTION_EVERY, waiting);
            }
            exhausted = !offer(missed) || exhausted;
            offered++;
        }
        for (long n = lateFrom; n < end; n = recurrence.next(n)) {
            exhausted = !offer(n) || exhausted;
        }
        exhausted |= policies.usedUp(fires);
        return exhausted
                ? new Decision(verdicts, Recurrence.NONE, Recurrence.NONE, waiting)
                : new Decision(verdicts, end, due(end), waiting);
    }

    private Decision skipAll(long upTo, SkipReason reason) {
        Long held = waiting;
        if (held != null) {
            skip(reason, held, held, 1);
        }
        long end = firstAfter(upTo);
        if (end > progress.next()) {
            skip(reason, progress.next(), recurrence.last(end), recurrence.count(progress.next(), end));
        }
        return new Decision(verdicts, end, due(end), null);
    }

    /** The missed instants, those before {@code end}, that the catch-up policy fires; the others are skipped here. */
    private Collection<Long> caughtUp(long end, long now) {
        long start = progress.next();
        if (start >= end) {
            return List.of();
        }
        Deque<Long> kept = new ArrayDeque<>();
        long windowFrom = recurrence.next(now - policies.catchUpWindowSeconds() * 1000L - 1);
        long inWindow = Math.min(Math.max(start, windowFrom), end);
        if (inWindow > start) {
            skip(SkipReason.OUTSIDE_WINDOW, start, recurrence.last(inWindow), recurrence.count(start, inWindow));
        }
        int limit = policies.mostCaughtUp();
        long firstKept = end;
        for (long n = recurrence.last(end); n >= inWindow && kept.size() < limit; n = recurrence.last(n)) {
            kept.addFirst(n);
            firstKept = n;
        }
        if (firstKept > inWindow) {
            skip(SkipReason.MISSED, inWindow, recurrence.last(firstKept), recurrence.count(inWindow, firstKept));
        }
        return kept;
    }

    /** Fires, holds or skips one instant by the limit of fires and the overlap policy. @return false past the limit */
    private boolean offer(long nominal) {
        if (policies.usedUp(fires)) {
            skip(SkipReason.MAX_FIRES, nominal, nominal, 1);
            return false;
        }
        switch (policies.overlap()) {
            case ALLOW -> fire(nominal, false);
            case CANCEL_PREVIOUS -> {
                boolean cancel = open > 0;
                open = 0;
                fire(nominal, cancel);
            }
            case SKIP -> {
                if (open > 0) {
                    skip(SkipReason.OVERLAP, nominal, nominal, 1);
                } else {
                    fire(nominal, false);
                }
            }
            case QUEUE_ONE -> {
                if (open > 0) {
                    Long held = waiting;
                    if (held != null) {
                        skip(SkipReason.SUPERSEDED, held, held, 1);
                    }
                    waiting = nominal;
                } else {
                    fire(nominal, false);
                }
            }
        }
        return true;
    }

    private void fire(long nominal, boolean cancelPrevious) {
        verdicts.add(new Verdict.Fire(nominal, due(nominal), cancelPrevious));
        fires++;
        open++;
    }

    /** Adds a run, or lengthens the one before it if that has the same reason. */
    private void skip(SkipReason reason, long first, long last, long count) {
        if (!verdicts.isEmpty()
                && verdicts.getLast() instanceof Verdict.Skip before
                && before.reason() == reason
                && before.last() < first) {
            verdicts.set(verdicts.size() - 1, new Verdict.Skip(reason, before.first(), last, before.count() + count));
        } else {
            verdicts.add(new Verdict.Skip(reason, first, last, count));
        }
    }

    /**
     * The first undecided nominal instant whose due instant is at or after {@code limit}. Jitter is less than the time to
     * the next nominal instant, so of those before the limit only the last can be due behind it.
     */
    private long firstDueAtOrAfter(long limit) {
        long start = progress.next();
        long last = recurrence.last(limit);
        if (start == Recurrence.NONE || last < start) {
            return start;
        }
        return due(last) >= limit ? last : recurrence.next(last);
    }

    /** The first undecided nominal instant behind {@code instant}. */
    private long firstAfter(long instant) {
        long start = progress.next();
        return start == Recurrence.NONE || start > instant ? start : recurrence.next(instant);
    }

    private long due(long nominal) {
        return schedule.due(nominal);
    }
}
