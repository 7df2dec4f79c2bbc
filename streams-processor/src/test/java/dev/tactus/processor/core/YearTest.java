package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of wall-clock time in ten zones for ten expressions, and every fire compared with an oracle that is written from
 * the rule, minute by minute: a fixed-time schedule fires at each local minute that matches, once, and right after a gap
 * if the minute fell into it; one whose minute or hour begins with a star follows elapsed time.
 */
class YearTest {
    private static final Instant START = Instant.parse("2026-12-31T12:00:30Z");
    private static final Instant END = Instant.parse("2028-01-01T00:00:30Z");

    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Asia/Beirut",
            "America/Santiago",
            "Asia/Kolkata",
            "Europe/Dublin",
            "Pacific/Chatham");

    private record Expression(boolean elapsed, Predicate<LocalDateTime> matches) {}

    private static final Map<String, Expression> EXPRESSIONS = new LinkedHashMap<>();

    static {
        fixed("30 2 * * *", t -> t.getHour() == 2 && t.getMinute() == 30);
        fixed("0 0 * * *", t -> t.getHour() == 0 && t.getMinute() == 0);
        fixed("15,45 1,3 * * *", t -> (t.getHour() == 1 || t.getHour() == 3) && t.getMinute() % 30 == 15);
        fixed(
                "0 9 * * 1-5",
                t -> t.getHour() == 9 && t.getMinute() == 0 && t.getDayOfWeek().getValue() <= 5);
        fixed("59 23 31 * *", t -> t.getHour() == 23 && t.getMinute() == 59 && t.getDayOfMonth() == 31);
        fixed(
                "0 12 13 * 5",
                t -> t.getHour() == 12
                        && t.getMinute() == 0
                        && (t.getDayOfMonth() == 13 || t.getDayOfWeek() == DayOfWeek.FRIDAY));
        fixed(
                "5 2-3 * * 0",
                t -> (t.getHour() == 2 || t.getHour() == 3)
                        && t.getMinute() == 5
                        && t.getDayOfWeek() == DayOfWeek.SUNDAY);
        fixed(
                "0 6 1 1,4,7,10 *",
                t -> t.getHour() == 6 && t.getMinute() == 0 && t.getDayOfMonth() == 1 && t.getMonthValue() % 3 == 1);
        elapsed("10 * * * *", t -> t.getMinute() == 10);
        elapsed(
                "*/20 2 * * 0",
                t -> t.getHour() == 2 && t.getMinute() % 20 == 0 && t.getDayOfWeek() == DayOfWeek.SUNDAY);
    }

    @TempDir
    private Path stateDir;

    private static void fixed(String expression, Predicate<LocalDateTime> matches) {
        EXPRESSIONS.put(expression, new Expression(false, matches));
    }

    private static void elapsed(String expression, Predicate<LocalDateTime> matches) {
        EXPRESSIONS.put(expression, new Expression(true, matches));
    }

    @Test
    void everyFireIsWhereTheRuleSays() {
        Map<UUID, String> names = new LinkedHashMap<>();
        Map<String, List<Instant>> expected = new TreeMap<>();
        TreeSet<Instant> moments = new TreeSet<>();
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            for (String zone : ZONES) {
                EXPRESSIONS.forEach((text, expression) -> {
                    String name = text + " in " + zone;
                    ScheduleDefinition definition = schedule(name, text, zone);
                    partition.create(definition);
                    names.put(definition.id(), name);
                    List<Instant> instants = oracle(expression, ZoneId.of(zone));
                    expected.put(name, instants);
                    moments.addAll(instants);
                });
            }
            Map<String, List<Instant>> fired = new TreeMap<>();
            names.values().forEach(name -> fired.put(name, new ArrayList<>()));
            for (Instant moment : moments) {
                partition.jumpTo(moment.plusMillis(20));
                for (FireEvent fire : partition.fires()) {
                    assertThat(fire.scheduledAt()).isEqualTo(moment);
                    fired.get(names.get(fire.scheduleId())).add(fire.scheduledAt());
                }
                // The other outputs are not looked at, and must not pile up.
                partition.work();
            }
            partition.jumpTo(END);
            assertThat(partition.fires()).isEmpty();
            expected.forEach(
                    (name, instants) -> assertThat(fired.get(name)).as(name).isEqualTo(instants));
        }
    }

    private static ScheduleDefinition schedule(String name, String expression, String zone) {
        ScheduleDefinition definition = Definition.everyMinute(START);
        definition = Definition.with(definition, "cron_expr", expression);
        definition = Definition.with(definition, "timezone", zone);
        definition = Definition.with(definition, "skip_callbacks", true);
        return Definition.with(definition, "id", Ids.derived(START.toEpochMilli(), 0, name));
    }

    private static List<Instant> oracle(Expression expression, ZoneId zone) {
        TreeSet<Instant> instants = new TreeSet<>();
        LocalDateTime seen = LocalDateTime.MIN;
        Instant minute = START.truncatedTo(ChronoUnit.MINUTES);
        for (; minute.isBefore(END); minute = minute.plus(1, ChronoUnit.MINUTES)) {
            LocalDateTime local = ZonedDateTime.ofInstant(minute, zone).toLocalDateTime();
            if (expression.elapsed()) {
                if (expression.matches().test(local)) {
                    instants.add(minute);
                }
                continue;
            }
            // What the clock shows for the second time was there before; what it skipped comes due right after the gap.
            LocalDateTime from = seen.isEqual(LocalDateTime.MIN) ? local : seen.plusMinutes(1);
            for (LocalDateTime each = from; !each.isAfter(local); each = each.plusMinutes(1)) {
                if (expression.matches().test(each)) {
                    instants.add(minute);
                }
            }
            seen = local.isAfter(seen) ? local : seen;
        }
        return instants.stream().filter(instant -> instant.isAfter(START)).toList();
    }

    /** Of the two daylight-saving changes of a year at least one is in the tested one, where the zone has any. */
    @Test
    void theYearHasWhatItIsTestedFor() {
        List<String> withChanges = ZONES.stream()
                .filter(zone -> ZoneId.of(zone).getRules().nextTransition(START) != null)
                .filter(zone -> ZoneId.of(zone)
                        .getRules()
                        .nextTransition(START)
                        .getInstant()
                        .isBefore(START.plus(Duration.ofDays(365))))
                .toList();
        assertThat(withChanges).hasSizeGreaterThanOrEqualTo(7);
    }
}
