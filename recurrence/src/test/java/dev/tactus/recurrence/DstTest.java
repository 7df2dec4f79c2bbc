package dev.tactus.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.recurrence.Dst.Gap;
import dev.tactus.recurrence.Dst.Overlap;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases that every peer gets wrong somewhere, one line each: what fires on one local date. */
class DstTest {
    @ParameterizedTest(name = "{0} in {1} on {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # expression     | zone              | date       | gap        | overlap | UTC instants
            30 2 * * *       | Europe/Berlin     | 2027-03-28 |            |         | 2027-03-28T01:00:00Z
            30 2 * * *       | Europe/Berlin     | 2027-03-28 | SKIP       |         |
            30 2 * * *       | Europe/Berlin     | 2027-03-28 | SHIFT      |         | 2027-03-28T01:30:00Z
            0,30 2 * * *     | Europe/Berlin     | 2027-03-28 |            |         | 2027-03-28T01:00:00Z
            0 2,3 * * *      | Europe/Berlin     | 2027-03-28 |            |         | 2027-03-28T01:00:00Z
            0 2,3 * * *      | Europe/Berlin     | 2027-03-28 | SHIFT      |         | 2027-03-28T01:00:00Z
            */30 2 * * *     | Europe/Berlin     | 2027-03-28 |            |         |
            30 * * * *       | Europe/Berlin     | 2026-10-25 | SKIP       | FIRST   | @24
            30 * * * *       | Europe/Berlin     | 2026-10-25 |            |         | @25
            30 * * * *       | Europe/Berlin     | 2027-03-28 |            |         | @23
            30 2 * * *       | Europe/Berlin     | 2026-10-25 |            |         | 2026-10-25T00:30:00Z
            30 2 * * *       | Europe/Berlin     | 2026-10-25 |            | SECOND  | 2026-10-25T01:30:00Z
            30 2 * * *       | Europe/Berlin     | 2026-10-25 |            | BOTH    | 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z
            30 2 * * *       | Europe/Dublin     | 2027-03-28 |            |         | 2027-03-28T01:30:00Z
            30 1 * * *       | Europe/Dublin     | 2027-03-28 |            |         | 2027-03-28T01:00:00Z
            30 1 * * *       | Europe/Dublin     | 2026-10-25 |            |         | 2026-10-25T00:30:00Z
            0 0 31 * *       | Asia/Beirut       | 2024-03-31 |            |         | 2024-03-30T22:00:00Z
            30 0 * * *       | Asia/Beirut       | 2024-03-31 | SHIFT      |         | 2024-03-30T22:30:00Z
            0 0 * * 7        | America/Sao_Paulo | 2018-11-04 |            |         | 2018-11-04T03:00:00Z
            30 23 * * *      | America/Sao_Paulo | 2018-02-17 |            |         | 2018-02-18T01:30:00Z
            30 23 * * *      | America/Sao_Paulo | 2018-02-17 |            | SECOND  | 2018-02-18T02:30:00Z
            0 0 * * *        | America/Santiago  | 2026-09-06 |            |         | 2026-09-06T04:00:00Z
            0 0 * * *        | Africa/Cairo      | 2026-04-24 |            |         | 2026-04-23T22:00:00Z
            15 2 * * *       | Australia/Lord_Howe | 2026-10-04 |          |         | 2026-10-03T15:30:00Z
            15 2 * * *       | Australia/Lord_Howe | 2026-10-04 | SHIFT    |         | 2026-10-03T15:45:00Z
            45 1 * * *       | Australia/Lord_Howe | 2026-04-05 |          |         | 2026-04-04T14:45:00Z
            45 1 * * *       | Australia/Lord_Howe | 2026-04-05 |          | SECOND  | 2026-04-04T15:15:00Z
            0 9 * * *        | Pacific/Apia      | 2011-12-31 |            |         | 2011-12-30T10:00:00Z 2011-12-30T19:00:00Z
            0 9 * * *        | Pacific/Apia      | 2011-12-31 | SKIP       |         | 2011-12-30T19:00:00Z
            30 2 * * *       | Africa/Casablanca | 2026-02-15 |            |         | 2026-02-15T01:30:00Z
            30 2 * * *       | Africa/Casablanca | 2026-03-22 |            |         | 2026-03-22T02:00:00Z
            0 0 * * *        | Africa/Monrovia   | 1972-01-07 |            |         | 1972-01-07T00:44:30Z
            """)
    void firesOn(String expr, String zone, LocalDate date, Gap gap, Overlap overlap, String expected) {
        RecurrenceSpec spec = new RecurrenceSpec(
                expr, null, null, zone, new Dst(gap, overlap), null, null, List.of(), 0, Instant.EPOCH, "seed");
        Recurrence recurrence = Recurrence.compile(spec);
        long from = date.atStartOfDay(ZoneId.of(zone)).toInstant().toEpochMilli();
        long to = date.plusDays(1).atStartOfDay(ZoneId.of(zone)).toInstant().toEpochMilli();

        List<String> fired = Arrays.stream(recurrence.between(from, to, 100))
                .mapToObj(millis -> Instant.ofEpochMilli(millis).toString())
                .toList();

        if (expected != null && expected.startsWith("@")) {
            assertThat(fired).hasSize(Integer.parseInt(expected.substring(1)));
        } else {
            assertThat(fired).containsExactly(expected == null ? new String[0] : expected.split(" "));
        }
        assertThat(recurrence.count(from, to)).isEqualTo(fired.size());
    }
}
