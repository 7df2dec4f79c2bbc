package dev.tactus.recurrence;

import dev.tactus.recurrence.InvalidRecurrenceException.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
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
        ZoneTable zone = zone();
        @Nullable
        LocalCron cron = spec.cronExpr() == null ? null : CronText.compile(spec.cronExpr(), spec.hashSeed(), problems);
        checkKind();
        checkNumbers();
        checkWindow();
        @Nullable Exclusions exclusions = Exclusions.parse(spec.exclude(), zone, problems);
        if (!problems.isEmpty()) {
            throw new InvalidRecurrenceException(problems);
        }
        Recurrence result = new Recurrence(
                timeline(cron, zone),
                zone,
                exclusions,
                spec.startsAt() == null
                        ? Recurrence.NONE_BEFORE + 1
                        : spec.startsAt().toEpochMilli(),
                spec.endsAt() == null ? Recurrence.NONE : spec.endsAt().toEpochMilli(),
                spec.jitterSeconds() * 1000);
        checkFires(result);
        return result;
    }

    private Timeline timeline(@Nullable LocalCron cron, ZoneTable zone) {
        if (cron != null) {
            return new ZonedCron(cron, zone, spec.dst());
        }
        Long every = spec.everySeconds();
        if (every != null) {
            long period = every * 1000;
            return spec.startsAt() == null
                    ? new FixedRate(spec.anchor().toEpochMilli() + period, period)
                    : new FixedRate(spec.startsAt().toEpochMilli(), period);
        }
        Instant at = spec.at();
        return new OneShot(at == null ? Recurrence.NONE : at.toEpochMilli());
    }

    private ZoneTable zone() {
        if (ZoneRulesProvider.getAvailableZoneIds().contains(spec.timezone())) {
            return ZoneTable.of(ZoneId.of(spec.timezone()));
        }
        problems.add(new Problem(
                "timezone",
                "'" + spec.timezone() + "' is not an IANA time zone; write a name such as Europe/Berlin",
                -1));
        return ZoneTable.of(ZoneId.of("UTC"));
    }

    private void checkKind() {
        int given =
                (spec.cronExpr() == null ? 0 : 1) + (spec.at() == null ? 0 : 1) + (spec.everySeconds() == null ? 0 : 1);
        if (given != 1) {
            problems.add(new Problem(
                    "cron_expr", "give exactly one of cron_expr, at and every_seconds; " + given + " are given", -1));
        }
    }

    private void checkNumbers() {
        Long every = spec.everySeconds();
        if (every != null && (every < 1 || every > MAX_EVERY_SECONDS)) {
            problems.add(new Problem(
                    "every_seconds", every + " is not between 1 and " + MAX_EVERY_SECONDS + " (366 days)", -1));
        }
        if (spec.jitterSeconds() < 0 || spec.jitterSeconds() > MAX_JITTER_SECONDS) {
            problems.add(new Problem(
                    "jitter_seconds",
                    spec.jitterSeconds() + " is not between 0 and " + MAX_JITTER_SECONDS + " (a day)",
                    -1));
        }
    }

    private void checkWindow() {
        if (spec.startsAt() != null && spec.endsAt() != null && !spec.startsAt().isBefore(spec.endsAt())) {
            problems.add(new Problem(
                    "ends_at", spec.endsAt() + " is not after starts_at, " + spec.startsAt() + "; make it later", -1));
        }
    }

    private static void checkFires(Recurrence recurrence) {
        if (recurrence.kind() == Kind.CRON && recurrence.next(Recurrence.NONE_BEFORE) == Recurrence.NONE) {
            throw new InvalidRecurrenceException(
                    List.of(new Problem("cron_expr", "names no date that exists, so it would never fire", -1)));
        }
    }
}
