package dev.tactus.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tactus.recurrence.InvalidRecurrenceException.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTextTest {
    private static final Instant CREATED = Instant.parse("2026-11-24T00:00:00Z");

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            @hourly              | 0 * * * *
            @daily               | 0 0 * * *
            @midnight            | 0 0 * * *
            @WEEKLY              | 0 0 * * 0
            @monthly             | 0 0 1 * *
            @yearly              | 0 0 1 1 *
            @annually            | 0 0 1 1 *
            0 0 * jan-Mar mon    | 0 0 * 1-3 1
            0 0 * * 7            | 0 0 * * 0
            0 0 * * SAT-SUN      | 0 0 * * 6,0
            0 0 * * 5-7          | 0 0 * * 0,5,6
            5/15 * * * *         | 5-59/15 * * * *
            05 007 * * *         | 5 7 * * *
            0 0 * * */7          | 0 0 * * */6,*/7
            0 0 lw * FRIl        | 0 0 LW * 5L
            0 0 * * fri#2        | 0 0 * * 5#2
            '  0  0 * * * '      | 0 0 * * *
            """)
    void meansTheSame(String expr, String other) {
        Recurrence a = compile(expr, "seed");
        Recurrence b = compile(other, "seed");
        long from = Instant.parse("2027-01-01T00:00:00Z").toEpochMilli();

        // */6,*/7 adds Saturday: the one line that must differ shows that the comparison can fail.
        if (other.contains("*/6")) {
            assertThat(a.between(from, Recurrence.NONE, 100)).isNotEqualTo(b.between(from, Recurrence.NONE, 100));
        } else {
            assertThat(a.between(from, Recurrence.NONE, 100)).isEqualTo(b.between(from, Recurrence.NONE, 100));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                     | 0  | is empty; write five fields: minute hour day-of-month month day-of-week, such as 0 9 * * 1-5
            * * * *                | 7  | has 4 fields and lacks the day-of-week; write five fields
            0 0 12 * * ?           | 0  | has 6 fields as in Quartz or Spring, which begin with seconds; here there are five, from the minute: write 0 12 * * *
            0 0 12 * * ? 2027      | 0  | has 7 fields as in Quartz or Spring, which begin with seconds and end with a year
            * * * * * * * *        | 10 | has 8 fields; write five fields
            60 * * * *             | 0  | the minute 60 is out of range; write a number from 0 to 59
            1,60 * * * *           | 2  | the minute 60 is out of range
            * 24 * * *             | 2  | the hour 24 is out of range; write a number from 0 to 23
            0 0 0 * *              | 4  | the day-of-month 0 is out of range; write a number from 1 to 31
            0 0 * 13 *             | 6  | the month 13 is out of range; write a number from 1 to 12
            0 0 * * 8              | 8  | the day-of-week 8 is out of range; write a number from 0 to 7
            0 0 * * FOO            | 8  | the day-of-week cannot be 'FOO'; write 0-7 or SUN-SAT
            0 0 * JANUARY *        | 9  | the month 'JANUARY' cannot have 'UARY' here
            22-2 * * * *           | 0  | the minute range 22-2 runs backwards; write 22-59,0-2
            0 0 * * FRI-MON        | 8  | the day-of-week range FRI-MON runs backwards; write 5-6,0-1
            1,,2 * * * *           | 2  | a list has an empty item in the minute '1,,2'; remove the comma or write a value
            1, * * * *             | 2  | a list has an empty item
            */0 * * * *            | 2  | the step 0 is out of range; write a number from 1 to 59
            */90 * * * *           | 2  | write 0, or use every_seconds for a longer period
            */ * * * *             | 2  | the step is missing in the minute '*/'; write a number from 1 to 59
            5- * * * *             | 2  | the minute '5-' ends too early; write 0-59
            -5 * * * *             | 0  | the minute '-5' cannot have '-' here; write 0-59
            0 0 ? * *              | 4  | '?' belongs to Quartz; write *
            0~30 * * * *           | 1  | random ranges are written H(a-b)
            0 0 * * L              | 8  | 5L is the last Friday
            0 0 W * *              | 4  | W stands after a day in day-of-month: 15W, LW
            0 0 * * 5#6            | 10 | the week after # 6 is out of range; write a number from 1 to 5
            0 0 L-31 * *           | 6  | the number of days before the last 31 is out of range; write a number from 1 to 30
            1 ** * * *             | 3  | * stands alone or with a step: */5
            １ * * * *             | 0  | has the character U+FF11, which is none of cron's
            0 0\u00a0* * *         | 3  | has the character U+00A0
            @every 5m              | 0  | use the field every_seconds in place of cron_expr
            @reboot                | 0  | names no instant
            @dayly                 | 0  | '@dayly' is unknown; write one of @hourly
            @daily 5               | 7  | nothing may follow @daily
            CRON_TZ=UTC 0 0 * * *  | 0  | use the field timezone
            99999999999999999999 * * * * | 0 | is out of range; write a number from 0 to 59
            H(5 * * * *            | 3  | expected '-' in the minute 'H(5'; write H(0-59)
            H(9-3) * * * *         | 2  | runs backwards; write H(3-9)
            H/61 * * * *           | 2  | the step of H 61 is out of range; write a number from 1 to 60
            0 0 30 2 *             | 4  | name no date that exists, so it would never fire; L is the last day of any month
            0 0 31 4,6,9,11 *      | 4  | name no date that exists
            0 0 31W 2 *            | 4  | name no date that exists
            0 0 */31 2,2 *         | 4  | fires
            """)
    void isRefusedAtTheCharacterWithARemedy(String expr, int position, String message) {
        if (message.equals("fires")) {
            assertThat(compile(expr, "seed").next(0)).isNotEqualTo(Recurrence.NONE);
            return;
        }
        List<Problem> problems = problems(expr);

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().field()).isEqualTo("cron_expr");
        assertThat(problems.getFirst().message()).contains(message);
        assertThat(problems.getFirst().position()).isEqualTo(position);
    }

    @Test
    void everyFieldThatIsWrongIsNamed() {
        assertThat(problems("a b c d e")).extracting(Problem::position).containsExactly(0, 2, 4, 6, 8);
    }

    @Test
    void aLongTextIsRefusedBeforeItIsRead() {
        assertThat(problems(",".repeat(257)))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("has 257 characters; an expression has at most 256");
        assertThat(compile("0 0 " + "1,".repeat(121) + "1 * *", "seed").next(0)).isNotEqualTo(Recurrence.NONE);
    }

    @Test
    void hIsStableForOneScheduleAndSpreadOverMany() {
        Set<Long> instants = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            long first = compile("H H * * *", "schedule-" + i).next(0);
            assertThat(compile("H H * * *", "schedule-" + i).next(0)).isEqualTo(first);
            instants.add(first);
        }
        // 2,000 balls in 1,440 urns leave a quarter empty: about 1,080 are hit.
        assertThat(instants).hasSizeBetween(1000, 1160);
    }

    @Test
    void hKeepsToItsRangeAndStep() {
        List<String> seeds = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            seeds.add("s" + i);
        }
        for (String seed : seeds) {
            long day = 86_400_000L;
            long[] ranged = compile("H(10-20) H(1-5) * * *", seed).between(0, day, 10);
            assertThat(ranged).hasSize(1);
            assertThat(ranged[0] / 60_000 % 60).isBetween(10L, 20L);
            assertThat(ranged[0] / 3_600_000).isBetween(1L, 5L);
            assertThat(compile("H/15 * * * *", seed).count(0, day)).isEqualTo(96);
            assertThat(compile("H(0-29)/10 * * * *", seed).count(0, day)).isEqualTo(72);
            // Every month has the day that H names.
            assertThat(compile("0 0 H * *", seed).count(0, 365 * day)).isEqualTo(12);
        }
    }

    private static Recurrence compile(String expr, String seed) {
        return Recurrence.compile(RecurrenceSpec.cron(expr, "UTC", CREATED, seed));
    }

    private static List<Problem> problems(String expr) {
        return catchThrowableOfType(InvalidRecurrenceException.class, () -> compile(expr, "seed"))
                .problems();
    }
}
