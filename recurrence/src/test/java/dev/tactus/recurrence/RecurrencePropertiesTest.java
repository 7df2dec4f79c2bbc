package dev.tactus.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.recurrence.Dst.Gap;
import dev.tactus.recurrence.Dst.Overlap;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Laws that hold for every schedule, over generated ones. The seed is fixed: a build tells the same twice. */
class RecurrencePropertiesTest {
    private static final long FROM = Instant.parse("1960-01-01T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2060-01-01T00:00:00Z").getEpochSecond();
    private static final long DAY = 86_400_000L;

    @Property(tries = 3000, seed = "11")
    void nextIsTheLeastLaterInstant(
            @ForAll("schedules") Recurrence recurrence,
            @ForAll @LongRange(min = -315_000_000_000L, max = 2_840_000_000_000L) long after) {
        long next = recurrence.next(after);

        assertThat(next).isGreaterThan(after);
        if (next != Recurrence.NONE) {
            assertThat(recurrence.next(next - 1)).isEqualTo(next);
            assertThat(recurrence.next(after + (next - after) / 2)).isEqualTo(next);
            assertThat(recurrence.last(next)).isLessThanOrEqualTo(after);
            assertThat(recurrence.last(next + 1)).isEqualTo(next);
            assertThat(recurrence.count(after + 1, next)).isZero();
            assertThat(recurrence.count(after + 1, next + 1)).isEqualTo(1);
            assertThat(recurrence.explain(next).removed()).isFalse();
        }
    }

    @Property(tries = 3000, seed = "12")
    void nextOfLastReturns(
            @ForAll("schedules") Recurrence recurrence,
            @ForAll @LongRange(min = -315_000_000_000L, max = 2_840_000_000_000L) long before) {
        long last = recurrence.last(before);

        assertThat(last).isLessThan(before);
        if (last != Recurrence.NONE_BEFORE) {
            assertThat(recurrence.next(last - 1)).isEqualTo(last);
            assertThat(recurrence.next(last)).isGreaterThanOrEqualTo(before);
        }
    }

    @Property(tries = 1500, seed = "13")
    void adjacentRangesShareNothingAndLoseNothing(
            @ForAll("schedules") Recurrence recurrence,
            @ForAll @LongRange(min = -315_000_000_000L, max = 2_840_000_000_000L) long from,
            @ForAll @LongRange(min = 0, max = 5 * DAY) long first,
            @ForAll @LongRange(min = 0, max = 5 * DAY) long second) {
        long[] left = recurrence.between(from, from + first, Integer.MAX_VALUE);
        long[] right = recurrence.between(from + first, from + first + second, Integer.MAX_VALUE);
        long[] whole = recurrence.between(from, from + first + second, Integer.MAX_VALUE);

        assertThat(whole).hasSize(left.length + right.length);
        assertThat(Arrays.copyOf(whole, left.length)).isEqualTo(left);
        assertThat(Arrays.copyOfRange(whole, left.length, whole.length)).isEqualTo(right);
        assertThat(recurrence.count(from, from + first + second)).isEqualTo(whole.length);
        for (int i = 1; i < whole.length; i++) {
            assertThat(whole[i]).isGreaterThan(whole[i - 1]);
        }
    }

    @Property(tries = 300, seed = "14")
    void countsOfYearsAddUp(
            @ForAll("schedules") Recurrence recurrence,
            @ForAll @LongRange(min = -315_000_000_000L, max = 2_840_000_000_000L) long from,
            @ForAll @LongRange(min = 0, max = 700 * DAY) long first,
            @ForAll @LongRange(min = 0, max = 3_000_000 * DAY) long second) {
        assertThat(recurrence.count(from, from + first) + recurrence.count(from + first, from + first + second))
                .isEqualTo(recurrence.count(from, from + first + second));
    }

    @Property(tries = 500, seed = "15")
    void jitterStaysBelowTheNextInstant(
            @ForAll("schedules") Recurrence recurrence,
            @ForAll @LongRange(min = -315_000_000_000L, max = 2_840_000_000_000L) long after,
            @ForAll long seed) {
        long nominal = recurrence.next(after);
        if (nominal != Recurrence.NONE) {
            long due = recurrence.due(nominal, seed);
            assertThat(due).isBetween(nominal, nominal + 86_399_999).isEqualTo(recurrence.due(nominal, seed));
            assertThat(due).isLessThan(recurrence.next(nominal));
        }
    }

    /** What a fire asks for, without an explanation's words: at instants of the schedule, at others, in any year. */
    @Property(tries = 3000, seed = "16")
    void offsetAndClockChangeAreThoseOfTheExplanation(
            @ForAll("schedules") Recurrence recurrence,
            @ForAll @LongRange(min = -62_135_596_800_000L, max = 253_402_300_799_999L) long any,
            @ForAll @LongRange(min = -315_000_000_000L, max = 2_840_000_000_000L) long recent) {
        for (long at : new long[] {any, recent, recurrence.next(any), recurrence.next(recent)}) {
            if (at != Recurrence.NONE) {
                Occurrence explained = recurrence.explain(at);
                assertThat(recurrence.offsetSeconds(at))
                        .isEqualTo(explained.offset().getTotalSeconds());
                assertThat(recurrence.dst(at)).isEqualTo(explained.dst());
            }
        }
    }

    @Property(tries = 500, seed = "17")
    void clockChangesAreFound(
            @ForAll("schedules") Recurrence recurrence, @ForAll @LongRange(min = 1970, max = 2060) long year) {
        long from = LocalDate.of((int) year, 1, 1).toEpochDay() * DAY;
        // Berlin's, New York's and São Paulo's changes, and a day around them.
        for (int dayOfYear : new int[] {50, 70, 80, 86, 90, 295, 300, 305}) {
            for (long at : recurrence.between(from + dayOfYear * DAY, from + (dayOfYear + 5) * DAY, 200)) {
                assertThat(recurrence.dst(at)).isEqualTo(recurrence.explain(at).dst());
            }
        }
    }

    @Provide
    Arbitrary<Recurrence> schedules() {
        Arbitrary<String> zones = Arbitraries.of(
                "UTC",
                "Europe/Berlin",
                "Europe/Amsterdam",
                "America/New_York",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "Africa/Casablanca",
                "America/Sao_Paulo",
                "Asia/Beirut",
                "Europe/Dublin",
                "Asia/Kathmandu",
                "Africa/Monrovia",
                "Antarctica/Troll");
        Arbitrary<Dst> rules = Combinators.combine(
                        Arbitraries.of(Gap.class).injectNull(0.5),
                        Arbitraries.of(Overlap.class).injectNull(0.5))
                .as(Dst::new);
        Arbitrary<Instant> instants = Arbitraries.longs().between(FROM, TO).map(Instant::ofEpochSecond);
        Arbitrary<Instant> starts = instants.injectNull(0.8);
        Arbitrary<Long> every = Arbitraries.longs().between(1, 1_000_000).injectNull(0.9);
        return Combinators.combine(
                        expressions(),
                        every,
                        zones,
                        rules,
                        starts,
                        exclusions(),
                        Arbitraries.integers().between(0, 86_400))
                .as((expr, period, zone, dst, start, exclude, jitter) -> Recurrence.compile(new RecurrenceSpec(
                        period == null ? expr : null,
                        null,
                        period,
                        zone,
                        dst,
                        start,
                        start == null ? null : start.plusSeconds(400_000_000),
                        exclude,
                        jitter,
                        Instant.EPOCH,
                        "seed")));
    }

    private static Arbitrary<List<String>> exclusions() {
        Arbitrary<LocalDate> dates =
                Arbitraries.longs().between(FROM / 86_400, TO / 86_400).map(LocalDate::ofEpochDay);
        Arbitrary<String> entries = Combinators.combine(
                        dates, Arbitraries.integers().between(0, 3000))
                .as((date, days) -> days % 3 == 0 ? date.toString() : date + "/" + date.plusDays(days));
        return entries.list().ofMaxSize(4);
    }

    private static Arbitrary<String> expressions() {
        Arbitrary<String> minute = Arbitraries.of("*", "*/7", "0", "30", "0,30", "5-20/5", "59", "H", "H/20");
        Arbitrary<String> hour = Arbitraries.of("*", "*/5", "0", "2", "1-3", "23", "0,12", "H", "22-23");
        Arbitrary<String> day =
                Arbitraries.of("*", "*", "*", "*/2", "1", "29", "31", "L", "LW", "15W", "L-3", "1-7", "30,1");
        Arbitrary<String> month = Arbitraries.of("*", "*", "*", "2", "3,10", "*/4", "JAN", "4-9");
        Arbitrary<String> weekday = Arbitraries.of("*", "*", "*", "0", "1-5", "SUN#2", "5L", "*/3", "6-7");
        return Combinators.combine(minute, hour, day, month, weekday)
                .as((a, b, c, d, e) -> String.join(" ", a, b, c, d, e))
                .filter(expr -> !expr.matches(".* (31|30,1) 2 .*"));
    }
}
