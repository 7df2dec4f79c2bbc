package dev.tactus.contracts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Instants as text: ISO 8601 UTC with milliseconds, as in {@code 2026-05-17T01:15:26.670Z}. Digit by digit, because each
 * fire has four of them and the JDK's formatter took a tenth of its time; the formatter does the years of other than four
 * digits.
 */
public final class InstantText {
    private static final DateTimeFormatter ANY_YEAR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withLocale(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final long MILLIS_OF_DAY = TimeUnit.DAYS.toMillis(1);
    private static final long YEAR_0 = LocalDate.of(0, 1, 1).toEpochDay() * MILLIS_OF_DAY;
    private static final long YEAR_10000 = LocalDate.of(10_000, 1, 1).toEpochDay() * MILLIS_OF_DAY;
    private static final byte[] FORM = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);

    private InstantText() {}

    public static String of(Instant instant) {
        return of(instant.toEpochMilli());
    }

    public static String of(long epochMilli) {
        return hasFourDigitYear(epochMilli)
                ? new String(ascii(epochMilli), StandardCharsets.ISO_8859_1)
                : ANY_YEAR.format(Instant.ofEpochMilli(epochMilli));
    }

    /** The same without the zone's letter: what a clock shows that is at the instant in UTC. */
    public static String local(long epochMilli) {
        String utc = of(epochMilli);
        return utc.substring(0, utc.length() - 1);
    }

    /** Appends the bytes of {@link #of}. */
    public static void put(long epochMilli, ByteBuffer out) {
        out.put(
                hasFourDigitYear(epochMilli)
                        ? ascii(epochMilli)
                        : of(epochMilli).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean hasFourDigitYear(long epochMilli) {
        return epochMilli >= YEAR_0 && epochMilli < YEAR_10000;
    }

    private static byte[] ascii(long epochMilli) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMilli, MILLIS_OF_DAY));
        int milli = (int) Math.floorMod(epochMilli, MILLIS_OF_DAY);
        byte[] text = FORM.clone();
        digits(text, 0, 4, date.getYear());
        digits(text, 5, 2, date.getMonthValue());
        digits(text, 8, 2, date.getDayOfMonth());
        digits(text, 11, 2, milli / 3_600_000);
        digits(text, 14, 2, milli / 60_000 % 60);
        digits(text, 17, 2, milli / 1_000 % 60);
        digits(text, 20, 3, milli % 1_000);
        return text;
    }

    private static void digits(byte[] text, int from, int count, int number) {
        int rest = number;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
