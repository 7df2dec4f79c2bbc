package dev.tactus.recurrence;

import dev.tactus.recurrence.InvalidRecurrenceException.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One compilation: checks every field, collects every problem, then builds. */
final class Compiler {
    static final long MAX_EVERY_SECONDS = 366 * Civil.SECONDS_PER_DAY;
    static final int MAX_JITTER_SECONDS = 86_400;

    private final RecurrenceSpec spec;
    private final List<Problem> problems = new ArrayList<>();

    Compiler(RecurrenceSpec spec) {
        this.spec = spec;
    }

    Recurrence compile() {
        String expression = spec.cronExpr();
        @Nullable LocalCron cron = expression == null ? null : CronText.compile(expression, spec.hashSeed(), problems);
        long at = instant("at", spec.at(), Recurrence.NONE);
        checkKind();
        checkNumbers();
        ZoneTable zone = ZoneNames.find(spec.timezone(), problems);
        long starts = instant("starts_at", spec.startsAt(), Recurrence.FIRST_MILLIS);
        long ends = instant("ends_at", spec.endsAt(), Recurrence.NONE);
        checkWindow(starts, ends);
        @Nullable Exclusions exclusions = Exclusions.parse(spec.exclude(), zone, problems);
        refuseProblems();
        Timeline timeline = cron == null ? withoutCron(at) : ZonedCron.of(cron, zone, spec.dst());
        Recurrence result = new Recurrence(
                timeline, zone, exclusions, starts, ends, spec.anchor().toEpochMilli(), spec.jitterSeconds() * 1000);
        checkAt(result, at);
        refuseProblems();
        return result;
    }

    private void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new InvalidRecurrenceException(problems);
        }
    }

    private Timeline withoutCron(long at) {
        Long every = spec.everySeconds();
        if (every == null) {
            return new OneShot(at);
        }
        long period = every * 1000;
        Instant starts = spec.startsAt();
        // Creation is not an instant of the schedule: the first comes one period later.
        return starts == null
                ? new FixedRate(spec.anchor().toEpochMilli() + period, period)
                : new FixedRate(starts.toEpochMilli(), period);
    }

    private long instant(String field, @Nullable Instant instant, long otherwise) {
        if (instant == null) {
            return otherwise;
        }
        if (instant.isBefore(Instant.ofEpochMilli(Recurrence.FIRST_MILLIS))
                || instant.isAfter(Instant.ofEpochMilli(Recurrence.LAST_MILLIS))) {
            problems.add(new Problem(field, instant + " is outside the years 1 to 9999; choose a nearer one", -1));
            return otherwise;
        }
        return instant.toEpochMilli();
    }

    private void checkKind() {
        List<String> given = new ArrayList<>();
        if (spec.cronExpr() != null) {
            given.add("cron_expr");
        }
        if (spec.at() != null) {
            given.add("at");
        }
        if (spec.everySeconds() != null) {
            given.add("every_seconds");
        }
        if (given.isEmpty()) {
            problems.add(new Problem("cron_expr", "is missing; give one of cron_expr, at and every_seconds", -1));
        } else if (given.size() > 1) {
            problems.add(new Problem(
                    given.getLast(), "cannot stand beside " + given.getFirst() + "; keep one of the two", -1));
        }
    }

    private void checkNumbers() {
        Long every = spec.everySeconds();
        if (every != null && (every < 1 || every > MAX_EVERY_SECONDS)) {
            problems.add(new Problem(
                    "every_seconds",
                    every + " is out of range; write a number from 1 to " + MAX_EVERY_SECONDS + " (366 days)",
                    -1));
        }
        if (spec.jitterSeconds() < 0 || spec.jitterSeconds() > MAX_JITTER_SECONDS) {
            problems.add(new Problem(
                    "jitter_seconds",
                    spec.jitterSeconds() + " is out of range; write a number from 0 to " + MAX_JITTER_SECONDS
                            + " (a day)",
                    -1));
        }
    }

    private void checkWindow(long starts, long ends) {
        if (starts >= ends) {
            problems.add(new Problem(
                    "ends_at",
                    Instant.ofEpochMilli(ends) + " is not after starts_at, " + Instant.ofEpochMilli(starts)
                            + "; make it later, or leave it out",
                    -1));
        }
    }

    /** A single instant that the schedule's own window or exclusions take away is a contradiction. */
    private void checkAt(Recurrence recurrence, long at) {
        if (recurrence.kind() == Kind.AT && recurrence.next(Recurrence.NONE_BEFORE) == Recurrence.NONE) {
            problems.add(new Problem(
                    "at",
                    Instant.ofEpochMilli(at)
                            + " is not within starts_at and ends_at, or is excluded, so it would never fire; change one of"
                            + " them",
                    -1));
        }
    }
}
