package dev.tactus.contracts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
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

    private static final int MILLIS_OF_DAY = (int) TimeUnit.DAYS.toMillis(1);
    private static final long YEAR_0 = LocalDate.of(0, 1, 1).toEpochDay() * MILLIS_OF_DAY;
    private static final long YEAR_10000 = LocalDate.of(10_000, 1, 1).toEpochDay() * MILLIS_OF_DAY;

    /** The days from the first of March of year 0 to the epoch. */
    private static final int EPOCH_SINCE_MARCH_0 = 719_468;

    private static final int DAYS_OF_400_YEARS = 146_097;

    /** With a year of four digits. */
    private static final String FORM = "0000-00-00T00:00:00.000Z";

    private static final int LENGTH = FORM.length();

    private InstantText() {}

    public static String of(Instant instant) {
        return of(instant.toEpochMilli());
    }

    public static String of(long epochMilli) {
        if (!hasFourDigitYear(epochMilli)) {
            return ANY_YEAR.format(Instant.ofEpochMilli(epochMilli));
        }
        byte[] text = new byte[LENGTH];
        put(epochMilli, text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /**
     * An instant as RFC 3339 has it, with any offset.
     *
     * @throws java.time.format.DateTimeParseException when it is none
     */
    public static Instant parse(String text) {
        return isOwnForm(text)
                ? Instant.ofEpochMilli(epochMilli(text))
                : OffsetDateTime.parse(text).toInstant();
    }

    /** Whether it can be read digit by digit. A month's last days, and what is wrong, are left to the JDK. */
    private static boolean isOwnForm(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char form = FORM.charAt(i);
            char given = text.charAt(i);
            if (form == '0' ? given < '0' || given > '9' : given != form) {
                return false;
            }
        }
        int month = Decimal.of(text, 5, 7);
        int day = Decimal.of(text, 8, 10);
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= 28
                && Decimal.of(text, 11, 13) < 24
                && Decimal.of(text, 14, 16) < 60
                && Decimal.of(text, 17, 19) < 60;
    }

    private static long epochMilli(String text) {
        int month = Decimal.of(text, 5, 7);
        int monthFromMarch = (month + 9) % 12;
        int year = Decimal.of(text, 0, 4) - (month < 3 ? 1 : 0);
        long day = 365L * year
                + Math.floorDiv(year, 4)
                - Math.floorDiv(year, 100)
                + Math.floorDiv(year, 400)
                + (153 * monthFromMarch + 2) / 5
                + Decimal.of(text, 8, 10)
                - 1
                - EPOCH_SINCE_MARCH_0;
        return day * MILLIS_OF_DAY
                + Decimal.of(text, 11, 13) * 3_600_000L
                + Decimal.of(text, 14, 16) * 60_000L
                + Decimal.of(text, 17, 19) * 1_000L
                + Decimal.of(text, 20, 23);
    }

    /** How many bytes {@link #put} writes. */
    public static int length(long epochMilli) {
        return hasFourDigitYear(epochMilli) ? LENGTH : of(epochMilli).length();
    }

    /** How many bytes {@link #putLocal} writes. */
    public static int localLength(long epochMilli) {
        return length(epochMilli) - 1;
    }

    /**
     * Writes the bytes of {@link #of(long)}.
     *
     * @return the index behind them
     */
    public static int put(long epochMilli, byte[] out, int at) {
        int end = putLocal(epochMilli, out, at);
        out[end] = 'Z';
        return end + 1;
    }

    /**
     * The same without the zone's letter, so one byte less: what a clock shows that is at the instant in UTC.
     *
     * @return the index behind the text
     */
    public static int putLocal(long epochMilli, byte[] out, int at) {
        if (!hasFourDigitYear(epochMilli)) {
            byte[] text = of(epochMilli).getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(text, 0, out, at, text.length - 1);
            return at + text.length - 1;
        }
        int next = putDate((int) Math.floorDiv(epochMilli, MILLIS_OF_DAY), out, at);
        int milli = Math.floorMod(epochMilli, MILLIS_OF_DAY);
        out[next++] = 'T';
        next = Decimal.padded(milli / 3_600_000, 2, out, next);
        out[next++] = ':';
        next = Decimal.padded(milli / 60_000 % 60, 2, out, next);
        out[next++] = ':';
        next = Decimal.padded(milli / 1_000 % 60, 2, out, next);
        out[next++] = '.';
        return Decimal.padded(milli % 1_000, 3, out, next);
    }

    /**
     * A date of the years 0 to 9999. Years are counted from March here, so that a leap day is a year's last, and months by
     * the rule that five of them from March on have 153 days.
     */
    private static int putDate(int epochDay, byte[] out, int at) {
        int day = epochDay + EPOCH_SINCE_MARCH_0;
        int cycle = Math.floorDiv(day, DAYS_OF_400_YEARS);
        int ofCycle = day - cycle * DAYS_OF_400_YEARS;
        int yearOfCycle = (ofCycle - ofCycle / 1_460 + ofCycle / 36_524 - ofCycle / 146_096) / 365;
        int ofYear = ofCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
        int monthFromMarch = (5 * ofYear + 2) / 153;
        boolean beforeMarch = monthFromMarch >= 10;
        int year = 400 * cycle + yearOfCycle + (beforeMarch ? 1 : 0);
        int next = Decimal.padded(year, 4, out, at);
        out[next++] = '-';
        next = Decimal.padded(monthFromMarch + (beforeMarch ? -9 : 3), 2, out, next);
        out[next++] = '-';
        return Decimal.padded(ofYear - (153 * monthFromMarch + 2) / 5 + 1, 2, out, next);
    }

    private static boolean hasFourDigitYear(long epochMilli) {
        return epochMilli >= YEAR_0 && epochMilli < YEAR_10000;
    }
}
