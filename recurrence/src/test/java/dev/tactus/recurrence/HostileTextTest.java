package dev.tactus.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tactus.recurrence.InvalidRecurrenceException.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is sent: an answer that points somewhere, and no time lost over it. */
class HostileTextTest {
    private static final int TEXTS = 10_000;

    /** Most take microseconds. What the length of a text makes slow takes seconds. */
    private static final long MOST_NANOS = 50_000_000;

    private static final long[] EXTREMES = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        Recurrence.FIRST_MILLIS - 1,
        Recurrence.FIRST_MILLIS,
        Recurrence.FIRST_MILLIS + 86_400_000,
        0,
        Recurrence.LAST_MILLIS - 86_400_000,
        Recurrence.LAST_MILLIS,
        Recurrence.LAST_MILLIS + 1,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };
    private static final String ALPHABET = "0123456789*,-/#LWH()? \t@~SUNMONJANhlw.+&%$\u0661\uff11\u00a0\ud83d";

    @Test
    void neverCrashesAlwaysPoints() {
        Random random = new Random(42);
        int accepted = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = i % 2 == 0 ? noise(random) : damaged(random);
            try {
                Recurrence recurrence = compile(text);
                assertThat(recurrence.next(0)).as(text).isNotEqualTo(Recurrence.NONE);
                assertThat(recurrence.description()).isNotEmpty();
                assertThat(recurrence.warnings()).doesNotContainNull();
                accepted++;
            } catch (InvalidRecurrenceException e) {
                assertPointed(text, e.problems());
            }
        }
        assertThat(accepted).isBetween(100, TEXTS - 100);
    }

    private static void assertPointed(String text, List<Problem> problems) {
        assertThat(problems).isNotEmpty();
        for (Problem problem : problems) {
            assertThat(problem.field()).isEqualTo("cron_expr");
            assertThat(problem.position()).as(text).isBetween(0, text.length());
            // "cannot be read" is what cron-utils refused and our own check had let pass: there is no such text.
            assertThat(problem.message()).as(text).isNotBlank().doesNotContain("cannot be read");
        }
    }

    @Test
    void isNeverSlow() {
        List<String> texts = new ArrayList<>(List.of(
                ",".repeat(256),
                "9".repeat(256),
                "*".repeat(256),
                " ".repeat(256),
                "(".repeat(256),
                "0 0 * * " + "1#1,".repeat(61) + "1",
                "0 0 31 2 *",
                "0 0 29 2 */7",
                "0 0 L-30 2 *",
                "0 0 " + "1W,".repeat(80) + "1W * *",
                "0-59/1,".repeat(35) + "1 * * * *",
                "x".repeat(1_000_000)));
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            texts.add(damaged(random));
        }
        texts.forEach(HostileTextTest::nanos);
        texts.forEach(HostileTextTest::nanos);

        for (String text : texts) {
            // The best of several: other work on the machine is not the text's fault.
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 20 && best > MOST_NANOS; i++) {
                best = Math.min(best, nanos(text));
            }
            assertThat(best).as(text).isLessThan(MOST_NANOS);
        }
    }

    /** Arithmetic that overflows there never ends, and holds its thread for ever. */
    @ParameterizedTest
    @CsvSource({
        "0001-01-01, Pacific/Apia", "0001-01-01, America/Los_Angeles", "9999-12-31, Pacific/Apia",
        "9999-12-31, America/Los_Angeles", "0001-01-01/9999-12-31, UTC", "0001-01-01/9999-12-31, Europe/Berlin",
        "0001-01-01/2026-12-31, Europe/Berlin", "2026-01-01/9999-12-31, Europe/Berlin"
    })
    void endsAtTheEndsOfTime(String exclude, String zone) {
        for (String cron : List.of("* * * * *", "30 2 * * *", "0 0 29 2 *")) {
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                Recurrence recurrence = Recurrence.compile(new RecurrenceSpec(
                        cron, null, null, zone, Dst.DEFAULT, null, null, List.of(exclude), 0, Instant.EPOCH, "seed"));
                for (long at : EXTREMES) {
                    assertThat(recurrence.next(at)).isGreaterThan(at == Long.MAX_VALUE ? at - 1 : at);
                    assertThat(recurrence.last(at)).isLessThan(at == Long.MIN_VALUE ? at + 1 : at);
                    assertThat(recurrence.explain(Math.clamp(at, Recurrence.FIRST_MILLIS, Recurrence.LAST_MILLIS)))
                            .isNotNull();
                }
                assertThat(recurrence.count(Long.MIN_VALUE, Long.MAX_VALUE)).isNotNegative();
                assertThat(recurrence.preview(Recurrence.LAST_MILLIS - 1, 3)).hasSizeLessThanOrEqualTo(6);
            });
        }
    }

    private static long nanos(String text) {
        long start = System.nanoTime();
        try {
            Recurrence recurrence = compile(text);
            recurrence.next(0);
            recurrence.last(0);
        } catch (InvalidRecurrenceException e) {
            assertThat(e.problems()).isNotEmpty();
        }
        return System.nanoTime() - start;
    }

    private static Recurrence compile(String text) {
        return Recurrence.compile(RecurrenceSpec.cron(text, "Europe/Berlin", Instant.EPOCH, "seed"));
    }

    private static String noise(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** A sound expression with up to three characters replaced, removed or added. */
    private static String damaged(Random random) {
        List<String> sound = Arrays.asList(
                "*/5 9-17 * * MON-FRI",
                "0 0 L-3,LW * *",
                "H/15 H(1-5) * * 5#2",
                "30 2 15W 1,7 *",
                "0 0 1 1 *",
                "5/7 * * JAN-mar *");
        StringBuilder text = new StringBuilder(sound.get(random.nextInt(sound.size())));
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length());
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.deleteCharAt(at);
                default -> text.insert(at, c);
            }
        }
        return text.toString();
    }
}
