package dev.tactus.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.recurrence.Dst.Gap;
import dev.tactus.recurrence.Dst.Overlap;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every expression × every distinct rule set of the JDK × every change of the clocks from 1970 to 2037: what {@code next}
 * enumerates, what {@code last} enumerates backwards and what {@code count} counts equal what brute force over local
 * minutes finds.
 *
 * <p>Two days on either side of a change by default. {@code -Doracle.years=1970-2037} compares whole years instead: about
 * 45 minutes of CPU time for all of them.
 */
class OracleTest {
    private static final List<OracleCron> EXPRESSIONS = Stream.of(
                    "0 0 * * *",
                    "30 2 * * *",
                    "15 1 * * *",
                    "0 3 * * *",
                    "0,30 2 * * *",
                    "59 1,2 * * *",
                    "5 0-4 * * *",
                    "30 0,23 * * *",
                    "0 9-17 * * 1-5",
                    "45 23 * * *",
                    "0 12 * * SUN",
                    "17 4 1 * *",
                    "0 0 31 * *",
                    "0 0 * * 7",
                    "0 0 29 2 *",
                    "30 1 13 * 5",
                    "0 2 1-7 * SUN",
                    "15 0 */2 * 0",
                    "0 1 10-20 3,10 MON",
                    "0 0 L * *",
                    "10 2 L-3 * *",
                    "20 2 LW * *",
                    "30 0 15W,1W,31W * *",
                    "0 2 * * SUNL",
                    "30 1 * * 7#1,0#4",
                    "30 2 * 3,10,11 SUN#2",
                    "40 2 * * 0#5",
                    "0 */6 * * *",
                    "30 */2 * * *",
                    "*/20 2 * * *",
                    "*/30 0,1 * * 6,0",
                    "* 2 31 3 *",
                    "7 * * * *",
                    "*/45 * * * 0",
                    "0 * * * *",
                    "50 * L * *",
                    "5-55/25 1-3 * * *",
                    "10/20 2,3 * * *",
                    "0 0 1 1 *",
                    "0 22-23 * * sat-sun",
                    "30 0 1,15 apr-oct/2 *",
                    "12 2 30 * 6")
            .map(text -> new OracleCron(text.replace("sat-sun", "6-7")))
            .toList();

    private static final List<Dst> RULES = rules();

    private static List<Dst> rules() {
        List<Dst> rules = new ArrayList<>();
        for (Gap gap : Gap.values()) {
            for (Overlap overlap : Overlap.values()) {
                rules.add(new Dst(gap, overlap));
            }
            rules.add(new Dst(gap, null));
        }
        return rules;
    }

    private record Case(OracleCron cron, Dst dst) {}

    /** One zone for each distinct rule set. */
    private static Map<String, ZoneRules> zones() {
        Map<ZoneRules, String> names = new HashMap<>();
        for (String name : new TreeSet<>(ZoneRulesProvider.getAvailableZoneIds())) {
            names.putIfAbsent(ZoneId.of(name).getRules(), name);
        }
        Map<String, ZoneRules> zones = new TreeMap<>();
        names.forEach((rules, name) -> zones.put(name, rules));
        return zones;
    }

    @Test
    void everyExpressionInEveryZoneAtEveryChange() {
        String years = System.getProperty("oracle.years", "");
        AtomicLong windows = new AtomicLong();
        AtomicLong fires = new AtomicLong();
        List<String> mismatches = zones().entrySet().parallelStream()
                .flatMap(zone -> compare(zone.getKey(), zone.getValue(), years, windows, fires).stream())
                .limit(20)
                .toList();

        assertThat(mismatches).isEmpty();
        assertThat(windows.get()).isGreaterThanOrEqualTo(zones().size());
        System.out.printf("oracle: %,d windows, %,d instants, no mismatch%n", windows.get(), fires.get());
    }

    private static List<String> compare(
            String zone, ZoneRules rules, String years, AtomicLong windows, AtomicLong fires) {
        List<String> mismatches = new ArrayList<>();
        Map<Case, Recurrence> compiled = new HashMap<>();
        int turn = 0;
        for (OracleWindow window : years.isEmpty() ? aroundChanges(rules) : wholeYears(rules, years)) {
            windows.incrementAndGet();
            for (OracleCron cron : EXPRESSIONS) {
                fires.addAndGet(compare(zone, cron, Dst.DEFAULT, window, compiled, mismatches));
                fires.addAndGet(compare(zone, cron, RULES.get(turn++ % RULES.size()), window, compiled, mismatches));
            }
        }
        return mismatches;
    }

    private static int compare(
            String zone,
            OracleCron cron,
            Dst dst,
            OracleWindow window,
            Map<Case, Recurrence> compiled,
            List<String> mismatches) {
        long[] expected = window.fires(cron, dst);
        Recurrence recurrence = compiled.computeIfAbsent(
                new Case(cron, dst),
                key -> Recurrence.compile(new RecurrenceSpec(
                        cron.text, null, null, zone, dst, null, null, List.of(), 0, Instant.EPOCH, "seed")));
        long from = window.from * 1000;
        long to = window.to * 1000;
        long[] forwards = recurrence.between(from, to, Integer.MAX_VALUE);
        long[] backwards = new long[expected.length];
        long at = to;
        for (int i = backwards.length - 1; i >= 0; i--) {
            at = recurrence.last(at);
            backwards[i] = at;
        }
        boolean begins = expected.length == 0 || recurrence.last(expected[0]) < from;
        if (!Arrays.equals(expected, forwards)
                || !Arrays.equals(expected, backwards)
                || !begins
                || recurrence.count(from, to) != expected.length) {
            mismatches.add(cron.text + " in " + zone + " under " + dst + " from " + Instant.ofEpochMilli(from)
                    + "\n expected  " + instants(expected) + "\n forwards  " + instants(forwards) + "\n backwards "
                    + instants(backwards) + "\n count     " + recurrence.count(from, to));
        }
        return expected.length;
    }

    private static String instants(long[] millis) {
        return Arrays.stream(millis)
                .limit(30)
                .mapToObj(Instant::ofEpochMilli)
                .toList()
                .toString();
    }

    private static Iterable<OracleWindow> aroundChanges(ZoneRules rules) {
        Instant end = Instant.parse("2038-01-01T00:00:00Z");
        List<OracleWindow> windows = new ArrayList<>();
        ZoneOffsetTransition change = rules.nextTransition(Instant.EPOCH.minusSeconds(1));
        while (change != null && change.getInstant().isBefore(end)) {
            windows.add(new OracleWindow(rules, change.toEpochSecond() - 172_800, change.toEpochSecond() + 172_800));
            change = rules.nextTransition(change.getInstant());
        }
        if (windows.isEmpty()) {
            windows.add(new OracleWindow(rules, 0, 172_800));
        }
        return windows;
    }

    private static Iterable<OracleWindow> wholeYears(ZoneRules rules, String years) {
        int first = Integer.parseInt(years.substring(0, 4));
        int last = Integer.parseInt(years.substring(years.length() - 4));
        return () -> java.util.stream.IntStream.rangeClosed(first, last)
                .mapToObj(year -> new OracleWindow(rules, startOf(year), startOf(year + 1)))
                .iterator();
    }

    private static long startOf(int year) {
        return java.time.LocalDate.of(year, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    }
}
