package dev.tactus.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.recurrence.Dst.Gap;
import dev.tactus.recurrence.Dst.Overlap;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a schedule says about itself: words, warnings, and the note of a single instant. */
class NotesTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            * * * * *              | Every minute
            */5 * * * *            | Every 5 minutes
            5,20,35 * * * *        | At minutes 5, 20 and 35 of every hour
            7 * * * 1-5            | At minute 7 of every hour on Monday through Friday
            30 2 * * *             | At 02:30 every day
            0 9,12,17 * * *        | At 09:00, 12:00 and 17:00 every day
            0 9-17 * * 1-5         | Every hour from 09:00 to 17:00 on Monday through Friday
            */15 9-17 * * MON-FRI  | Every 15 minutes from 09:00 to 17:45 on Monday through Friday
            * 3 * * *              | Every minute from 03:00 to 03:59 every day
            30 */2 * * *           | Every 2 hours, at minute 30, every day
            10,50 0-23/5,1 * * *   | At minutes 10 and 50 of hours 0, 1, 5, 10, 15 and 20 every day
            0 0 13 * 5             | At 00:00 on the 13th and on every Friday
            0 0 */2 * 1            | At 00:00 on every 2nd day from the 1st if it is a Monday
            0 0 31 * *             | At 00:00 on the 31st
            0 0 1-7 6-8 *          | At 00:00 on the 1st through the 7th in June through August
            0 0 * 2 *              | At 00:00 every day in February
            0 0 LW,15W,L,L-3 * *   | At 00:00 on the weekday nearest the 15th, the last day of the month, 3 days before the month's last and the last weekday of the month
            0 0 * * 5L             | At 00:00 on the last Friday of the month
            0 0 * * 1#1,5#2        | At 00:00 on the first Monday of the month and the second Friday of the month
            0 0 * * 6,0            | At 00:00 on every Saturday and every Sunday
            """)
    void describes(String expr, String words) {
        assertThat(cron(expr, "Europe/Berlin", Dst.DEFAULT).description()).isEqualTo(words + ", Europe/Berlin time");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0 0 13 * 5    | day-of-month OR day-of-week: fires on the 13th and on every Friday
            0 0 */2 * 1   | day-of-month AND day-of-week: one of them begins with *, so as in Vixie cron a date must satisfy both
            0 0 31 * *    | the 31st does not exist in February, April, June, September and November, where nothing fires; L is the last day of every month
            0 0 29 2 *    | the 29th does not exist in February except in leap years, where nothing fires; L is the last day of every month
            * 3 * * *     | fires every minute of hour 3, 60 times a day; write 0 in the minute field to fire once an hour
            */45 * * * *  | the last step of each hour is shorter: 15 minutes in place of 45; use every_seconds for an even period
            0 */5 * * *   | the last step of each day is shorter: 4 hours in place of 5; use every_seconds for an even period
            30 2 * * *    | 02:30 does not exist on 2027-03-28 in Europe/Berlin; fires at 03:00
            30 2 * * *    | 02:30 happens twice on 2027-10-31 in Europe/Berlin; fires once, the first time (UTC+02:00)
            */20 2 * * *  | 02:00, 02:20 and 02:40 do not exist on 2027-03-28 in Europe/Berlin; they are skipped
            */20 2 * * *  | 02:00 happens twice on 2027-10-31 in Europe/Berlin; fires both times
            """)
    void warns(String expr, String warning) {
        assertThat(cron(expr, "Europe/Berlin", Dst.DEFAULT).warnings()).contains(warning);
    }

    @ParameterizedTest(name = "{0} needs no warning")
    @CsvSource(
            delimiter = '|',
            value = {"*/5 * * * *", "0 9 * * 1-5", "0 0 1 * *", "0 0 29 3 *", "0 */6 * * *", "@weekly"})
    void plainSchedulesAreLeftInPeace(String expr) {
        assertThat(cron(expr, "Europe/Berlin", Dst.DEFAULT).warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{0} in {1}, {2} {3}, {4}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            30 2 * * *   | Europe/Berlin | - | - | 2027-03-28T01:00:00Z | gap_moved | 02:30 does not exist on 2027-03-28 in Europe/Berlin; fires at 03:00
            0,30 2 * * * | Europe/Berlin | - | - | 2027-03-28T01:00:00Z | gap_moved | 02:00 and 02:30 do not exist on 2027-03-28 in Europe/Berlin; fire once, at 03:00
            0-50/10 2 * * * | Europe/Berlin | - | - | 2027-03-28T01:00:00Z | gap_moved | 02:00 to 02:50 (6 local times) do not exist on 2027-03-28 in Europe/Berlin; fire once, at 03:00
            0 2,3 * * *  | Europe/Berlin | - | - | 2027-03-28T01:00:00Z | gap_merged | 02:00 does not exist on 2027-03-28 in Europe/Berlin; the fire at 03:00 stands for it too
            30 2 * * *   | Europe/Berlin | SHIFT | - | 2027-03-28T01:30:00Z | gap_shifted | 02:30 does not exist on 2027-03-28 in Europe/Berlin; fires 1 hour later, at 03:30
            0 9 * * *    | Pacific/Apia  | - | - | 2011-12-30T10:00:00Z | gap_moved | 09:00 does not exist on 2011-12-30 in Pacific/Apia; fires at 2011-12-31 00:00
            15 2 * * *   | Australia/Lord_Howe | SHIFT | - | 2026-10-03T15:45:00Z | gap_shifted | 02:15 does not exist on 2026-10-04 in Australia/Lord_Howe; fires 30 minutes later, at 02:45
            30 2 * * *   | Europe/Berlin | - | - | 2026-10-25T00:30:00Z | overlap_first | 02:30 happens twice on 2026-10-25 in Europe/Berlin; fires once, the first time (UTC+02:00)
            30 2 * * *   | Europe/Berlin | - | SECOND | 2026-10-25T01:30:00Z | overlap_second | 02:30 happens twice on 2026-10-25 in Europe/Berlin; fires once, the second time (UTC+01:00)
            30 * * * *   | Europe/Berlin | - | - | 2026-10-25T01:30:00Z | overlap_second | 02:30 happens twice on 2026-10-25 in Europe/Berlin; this is the second time (UTC+01:00)
            30 2 * * *   | Europe/Berlin | - | - | 2026-10-26T01:30:00Z | - | -
            30 3 * * *   | Europe/Berlin | - | - | 2026-10-25T02:30:00Z | - | -
            """)
    void explains(String expr, String zone, Gap gap, Overlap overlap, Instant at, String token, String note) {
        Occurrence occurrence = cron(expr, zone, new Dst(gap, overlap)).explain(at.toEpochMilli());

        assertThat(occurrence.removed()).isFalse();
        assertThat(occurrence.dst()).isEqualTo(token);
        assertThat(occurrence.note()).isEqualTo(note);
    }

    @Test
    void explainsWhatIsNoInstant() {
        Occurrence occurrence = cron("30 2 * * *", "Europe/Berlin", Dst.DEFAULT).explain(0);

        assertThat(occurrence.removed()).isTrue();
        assertThat(occurrence.note()).isEqualTo("not an instant of this schedule");
        assertThat(occurrence.local()).isEqualTo(LocalDateTime.parse("1970-01-01T01:00"));
        assertThat(occurrence.offset()).isEqualTo(ZoneOffset.ofHours(1));
    }

    @Test
    void previewShowsWhatWasRemoved() {
        RecurrenceSpec spec = new RecurrenceSpec(
                "30 2 * * *",
                null,
                null,
                "Europe/Berlin",
                new Dst(Gap.SKIP, null),
                null,
                null,
                List.of("2027-03-26/2027-03-27", "2027-03-30"),
                0,
                Instant.EPOCH,
                "seed");
        List<Occurrence> preview = Recurrence.compile(spec)
                .preview(Instant.parse("2027-03-25T00:00:00Z").toEpochMilli(), 3);

        assertThat(preview.stream().map(o -> (o.removed() ? "- " : "+ ") + o.local() + " " + o.note()))
                .containsExactly(
                        "+ 2027-03-25T02:30 null",
                        "- 2027-03-26T02:30 excluded by 2027-03-26/2027-03-27: 2 instants, of which this is the first",
                        "- 2027-03-28T03:00 02:30 does not exist on 2027-03-28 in Europe/Berlin; it is skipped",
                        "+ 2027-03-29T02:30 null",
                        "- 2027-03-30T02:30 excluded by 2027-03-30",
                        "+ 2027-03-31T02:30 null");
    }

    @Test
    void previewShowsJitter() {
        RecurrenceSpec spec = new RecurrenceSpec(
                "0 0 * * *", null, null, "UTC", Dst.DEFAULT, null, null, List.of(), 60, Instant.EPOCH, "seed");
        Recurrence recurrence = Recurrence.compile(spec);
        Occurrence first = recurrence.preview(0, 1, nominal -> nominal * 31).getFirst();

        long due = recurrence.due(first.at(), first.at() * 31);
        assertThat(due - first.at()).isBetween(1L, 59_999L);
        assertThat(first.note())
                .contains("jitter makes it due")
                .contains(Instant.ofEpochMilli(due).toString());
    }

    @Test
    void previewOfAThousandIsBounded() {
        RecurrenceSpec spec = new RecurrenceSpec(
                "* * * * *",
                null,
                null,
                "Europe/Berlin",
                Dst.DEFAULT,
                null,
                null,
                List.of("2027-01-01/2526-12-31"),
                0,
                Instant.EPOCH,
                "seed");
        List<Occurrence> preview = Recurrence.compile(spec)
                .preview(Instant.parse("2026-12-31T22:58:00Z").toEpochMilli(), 1000);

        assertThat(preview).hasSize(1001);
        assertThat(preview.get(1).note()).startsWith("excluded by 2027-01-01/2526-12-31: 2629");
        assertThat(preview.get(2).local()).isEqualTo(LocalDateTime.parse("2527-01-01T00:00"));
    }

    private static Recurrence cron(String expr, String zone, Dst dst) {
        return Recurrence.compile(new RecurrenceSpec(
                expr, null, null, zone, dst, null, null, List.of(), 0, Instant.parse("2026-11-24T00:00:00Z"), "seed"));
    }
}
