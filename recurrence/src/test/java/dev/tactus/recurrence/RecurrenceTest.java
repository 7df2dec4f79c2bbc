package dev.tactus.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tactus.recurrence.InvalidRecurrenceException.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Window, exclusions, one-shot, fixed rate, jitter: all but the expression. */
class RecurrenceTest {
    private static final Instant CREATED = Instant.parse("2026-11-24T10:00:00.250Z");

    @Test
    void atFiresOnceToTheMillisecond() {
        Recurrence at = Recurrence.compile(spec(null, "2026-12-01T09:00:00.123Z", null, null, null, List.of(), 0));
        long instant = millis("2026-12-01T09:00:00.123Z");

        assertThat(at.kind()).isEqualTo(Kind.AT);
        assertThat(at.next(instant - 1)).isEqualTo(instant);
        assertThat(at.next(instant)).isEqualTo(Recurrence.NONE);
        assertThat(at.last(instant)).isEqualTo(Long.MIN_VALUE);
        assertThat(at.last(instant + 1)).isEqualTo(instant);
        assertThat(at.count(instant, instant + 1)).isEqualTo(1);
        assertThat(at.count(instant + 1, Recurrence.NONE)).isZero();
        assertThat(at.description())
                .isEqualTo("Once, at 2026-12-01T09:00:00.123Z (2026-12-01T10:00:00.123 in Europe/Berlin)");
    }

    @Test
    void everyCountsFromCreationAndDoesNotDrift() {
        Recurrence every = Recurrence.compile(spec(null, null, 90L, null, null, List.of(), 0));
        long created = CREATED.toEpochMilli();

        assertThat(every.kind()).isEqualTo(Kind.EVERY);
        assertThat(every.next(Long.MIN_VALUE)).isEqualTo(created + 90_000);
        assertThat(every.next(created + 90_000)).isEqualTo(created + 180_000);
        assertThat(every.next(created + 90_001)).isEqualTo(created + 180_000);
        assertThat(every.next(created + 1_000_000_000_000L)).isEqualTo(created + 1_000_000_080_000L);
        assertThat(every.last(created + 90_000)).isEqualTo(Long.MIN_VALUE);
        assertThat(every.last(created + 90_001)).isEqualTo(created + 90_000);
        assertThat(every.count(created, created + 86_400_000)).isEqualTo(959);
        assertThat(every.description()).isEqualTo("Every 1 min 30 s, counted from 2026-11-24T10:01:30.250Z");
    }

    @Test
    void everyCountsFromStartsAtAndFiresThere() {
        Recurrence every = Recurrence.compile(
                spec(null, null, 3600L, "2027-01-01T00:00:00Z", "2027-01-01T03:00:00Z", List.of(), 0));

        assertThat(instants(every.between(0, Recurrence.NONE, 10)))
                .containsExactly("2027-01-01T00:00:00Z", "2027-01-01T01:00:00Z", "2027-01-01T02:00:00Z");
    }

    @Test
    void theWindowIncludesItsStartAndExcludesItsEnd() {
        Recurrence daily = Recurrence.compile(
                spec("0 0 * * *", null, null, "2027-01-01T23:00:00Z", "2027-01-03T23:00:00Z", List.of(), 0));

        assertThat(instants(daily.between(0, Recurrence.NONE, 10)))
                .containsExactly("2027-01-01T23:00:00Z", "2027-01-02T23:00:00Z");
        assertThat(daily.count(Long.MIN_VALUE, Recurrence.NONE)).isEqualTo(2);
        assertThat(daily.last(Recurrence.NONE)).isEqualTo(millis("2027-01-02T23:00:00Z"));
        assertThat(daily.last(millis("2027-01-01T23:00:00Z"))).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void exclusionsAreLocalDatesWithBothEnds() {
        Recurrence hourly = Recurrence.compile(spec(
                "0 */12 * * *",
                null,
                null,
                null,
                null,
                List.of("2026-12-25", "2026-12-24/2026-12-24", "2026-12-28/2026-12-30"),
                0));

        assertThat(instants(hourly.between(millis("2026-12-23T00:00:00Z"), millis("2027-01-01T00:00:00Z"), 99)))
                .containsExactly(
                        "2026-12-23T11:00:00Z", // The 24th begins at 23:00Z
                        "2026-12-25T23:00:00Z",
                        "2026-12-26T11:00:00Z",
                        "2026-12-26T23:00:00Z",
                        "2026-12-27T11:00:00Z",
                        "2026-12-30T23:00:00Z",
                        "2026-12-31T11:00:00Z",
                        "2026-12-31T23:00:00Z");
        assertThat(hourly.count(millis("2026-12-23T00:00:00Z"), millis("2027-01-01T00:00:00Z")))
                .isEqualTo(8);
        assertThat(hourly.last(millis("2026-12-30T23:00:00Z"))).isEqualTo(millis("2026-12-27T11:00:00Z"));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            America/Sao_Paulo | * * * * * | 2018-02-17 | 1500
            America/Sao_Paulo | * * * * * | 2018-11-04 | 1380
            Pacific/Apia      | * * * * * | 2011-12-30 | 0
            Europe/Berlin     | * * * * * | 2026-10-25 | 1500
            America/Havana    | * * * * * | 2026-11-01 | 1500
            """)
    void anExcludedDateIsAsLongAsItWas(String zone, String expr, String date, long minutes) {
        Recurrence all = Recurrence.compile(RecurrenceSpec.cron(expr, zone, CREATED, "seed"));
        Recurrence without = Recurrence.compile(
                new RecurrenceSpec(expr, null, null, zone, Dst.DEFAULT, null, null, List.of(date), 0, CREATED, "seed"));
        long from = Instant.parse(date + "T00:00:00Z").toEpochMilli() - 3 * 86_400_000L;
        long to = from + 6 * 86_400_000L;
        long[] expected = Arrays.stream(all.between(from, to, Integer.MAX_VALUE))
                .filter(at -> !Instant.ofEpochMilli(at)
                        .atZone(ZoneId.of(zone))
                        .toLocalDate()
                        .toString()
                        .equals(date))
                .toArray();

        assertThat(without.between(from, to, Integer.MAX_VALUE)).isEqualTo(expected);
        assertThat(all.count(from, to) - expected.length).isEqualTo(minutes);
        assertThat(without.count(from, to)).isEqualTo(expected.length);
        long at = to;
        for (int i = expected.length - 1; i >= 0; i--) {
            at = without.last(at);
            assertThat(at).isEqualTo(expected[i]);
        }
    }

    @Test
    void anExclusionOfAgesIsExactAtBothEnds() {
        Recurrence hourly =
                Recurrence.compile(spec("0 * * * *", null, null, null, null, List.of("2027-07-01/3526-07-14"), 0));
        long first = millis("2027-06-30T21:00:00Z");
        long second = millis("3526-07-14T22:00:00Z");

        assertThat(instants(hourly.between(first, Recurrence.NONE, 2)))
                .containsExactly("2027-06-30T21:00:00Z", "3526-07-14T22:00:00Z");
        assertThat(hourly.last(second)).isEqualTo(first);
        assertThat(hourly.count(first, second + 1)).isEqualTo(2);
    }

    @Test
    void compilesTheSameOnManyThreads() {
        List<String> expressions = IntStream.range(0, 5000)
                .mapToObj(i -> i % 60 + "," + i % 59 + " " + i % 24 + "-23/3 L," + (i % 28 + 1) + "W * " + i % 7 + "#2")
                .toList();
        long[] alone =
                expressions.stream().mapToLong(RecurrenceTest::firstIn2027).toArray();
        long[] together = expressions.parallelStream()
                .mapToLong(RecurrenceTest::firstIn2027)
                .toArray();

        assertThat(together).isEqualTo(alone);
    }

    private static long firstIn2027(String expression) {
        return Recurrence.compile(RecurrenceSpec.cron(expression, "Europe/Berlin", CREATED, "seed"))
                .next(millis("2027-01-01T00:00:00Z"));
    }

    @Test
    void jitterIsStableAndShorterThanTheInterval() {
        Recurrence minutely = Recurrence.compile(spec("* * * * *", null, null, null, null, List.of(), 3600));
        long at = millis("2027-01-01T00:00:00Z");
        long sum = 0;
        for (long seed = 0; seed < 1000; seed++) {
            long due = minutely.due(at, seed);
            assertThat(due).isBetween(at, at + 59_999).isEqualTo(minutely.due(at, seed));
            sum += due - at;
        }
        assertThat(sum / 1000).isBetween(27_000L, 33_000L);
        assertThat(minutely.warnings())
                .containsExactly("jitter_seconds 3600 is longer than the 1 min between two fires, and is cut to that");
        assertThat(Recurrence.compile(spec("* * * * *", null, null, null, null, List.of(), 0))
                        .due(at, 7))
                .isEqualTo(at);
    }

    @Test
    void theFarFutureAndTheFarPastAreExact() {
        Recurrence noon = Recurrence.compile(RecurrenceSpec.cron("30 2 * * *", "Europe/Berlin", CREATED, "seed"));
        // 3027-03-25 is a Sunday, the last of March: 400-year cycles keep the rule.
        assertThat(Instant.ofEpochMilli(noon.next(millis("3027-03-31T00:00:00Z"))))
                .isEqualTo("3027-03-31T00:30:00Z");
        assertThat(noon.next(millis("9999-12-31T12:00:00Z"))).isEqualTo(Recurrence.NONE);
        assertThat(noon.next(Long.MAX_VALUE)).isEqualTo(Recurrence.NONE);
        assertThat(noon.next(Long.MIN_VALUE)).isGreaterThan(millis("0000-12-30T00:00:00Z"));
        assertThat(noon.last(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(noon.last(Long.MAX_VALUE)).isEqualTo(millis("9999-12-31T01:30:00Z"));
        assertThat(noon.count(millis("2599-01-01T00:00:00Z"), millis("3601-01-01T00:00:00Z")))
                .isEqualTo((millis("3601-01-01T00:00:00Z") - millis("2599-01-01T00:00:00Z")) / 86_400_000);
        assertThat(noon.count(Long.MIN_VALUE, Long.MAX_VALUE)).isGreaterThan(3_650_000);
    }

    @Test
    void everyProblemIsNamed() {
        RecurrenceSpec spec = new RecurrenceSpec(
                "61 * * * *",
                CREATED,
                0L,
                "Europe/Berln",
                Dst.DEFAULT,
                CREATED,
                CREATED,
                List.of("2026-12-25", "2026-02-30", "25.12.2026", "2026-12-26/2026-12-25"),
                -1,
                CREATED,
                "seed");

        List<Problem> problems = problems(spec);

        assertThat(problems)
                .extracting(Problem::field)
                .containsExactly(
                        "cron_expr",
                        "every_seconds",
                        "every_seconds",
                        "jitter_seconds",
                        "timezone",
                        "ends_at",
                        "exclude.1",
                        "exclude.2",
                        "exclude.3");
        assertThat(problems.getLast().message())
                .isEqualTo("'2026-12-26/2026-12-25' ends before it begins; swap its dates");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31",
                "-999999999-01-01",
                "0000-01-01",
                "+10000-01-01",
                "9999-12-31/+10000-01-01",
                "0000-12-31/0001-01-01",
                "-999999999-01-01/+999999999-12-31"
            })
    void anExclusionOutsideOfFourDigitYearsIsRefused(String exclude) {
        assertThat(problems(spec("* * * * *", null, null, null, null, List.of("2026-12-25", exclude), 0)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("exclude.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-12-31T23:59:59.999Z", "2028-01-01T00:00:00Z", "2027-06-01T12:00:00Z"})
    void atOutsideItsOwnWindowIsRefused(String at) {
        assertThat(problems(
                        spec(null, at, null, "2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z", List.of("2027-06-01"), 0)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("at"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Europe/Berln  | did you mean Europe/Berlin?
            europe/berlin | did you mean Europe/Berlin?
            Berlin        | did you mean Europe/Berlin?
            New York      | did you mean America/New_York?
            +02:00        | is an offset, not a time zone
            UTC+3         | is an offset, not a time zone
            Mars/Phobos   | write an IANA name such as Europe/Berlin
            ``            | write an IANA name such as Europe/Berlin
            """)
    void aMistypedZoneIsHelped(String zone, String remedy) {
        assertThat(problems(RecurrenceSpec.cron("0 0 * * *", zone, CREATED, "seed")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains(remedy));
    }

    @Test
    void oldAbbreviationsOfTheTzDatabaseAreZones() {
        Recurrence est = Recurrence.compile(RecurrenceSpec.cron("0 0 * * *", "EST", CREATED, "seed"));

        assertThat(Instant.ofEpochMilli(est.next(millis("2027-07-01T00:00:00Z"))))
                .isEqualTo("2027-07-01T05:00:00Z");
    }

    @Test
    void theTzDatabaseHasAVersion() {
        assertThat(Recurrence.tzdbVersion()).matches("20\\d\\d[a-z]");
    }

    @Test
    void neverFiringInTheWindowIsSaid() {
        Recurrence never = Recurrence.compile(
                spec("0 0 29 2 *", null, null, "2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z", List.of(), 0));

        assertThat(never.next(0)).isEqualTo(Recurrence.NONE);
        assertThat(never.warnings())
                .contains("never fires: no instant is left between starts_at and ends_at and outside exclude");
    }

    private static RecurrenceSpec spec(
            @Nullable String cron,
            @Nullable String at,
            @Nullable Long every,
            @Nullable String starts,
            @Nullable String ends,
            List<String> exclude,
            int jitter) {
        return new RecurrenceSpec(
                cron,
                instant(at),
                every,
                "Europe/Berlin",
                Dst.DEFAULT,
                instant(starts),
                instant(ends),
                exclude,
                jitter,
                CREATED,
                "seed");
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static List<String> instants(long[] millis) {
        return Arrays.stream(millis)
                .mapToObj(at -> Instant.ofEpochMilli(at).toString())
                .toList();
    }

    private static List<Problem> problems(RecurrenceSpec spec) {
        return catchThrowableOfType(InvalidRecurrenceException.class, () -> Recurrence.compile(spec))
                .problems();
    }
}
