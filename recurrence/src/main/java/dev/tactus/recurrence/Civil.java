package dev.tactus.recurrence;

/**
 * Dates of the proleptic Gregorian calendar as plain numbers, so that walking it allocates nothing.
 *
 * <p>A date is packed into an int: {@code year << 9 | month << 5 | day}. The arithmetic is Howard Hinnant's
 * (<a href="https://howardhinnant.github.io/date_algorithms.html">chrono-compatible date algorithms</a>).
 */
final class Civil {
    static final long SECONDS_PER_DAY = 86_400;
    /** Days in 400 years, after which dates and weekdays repeat: 20,871 whole weeks. */
    static final long DAYS_PER_CYCLE = 146_097;

    private static final int DAYS_TO_1970 = 719_468;

    private Civil() {}

    /** The packed date of a day, which is counted from 1970-01-01. */
    static int packed(long epochDay) {
        long shifted = epochDay + DAYS_TO_1970;
        long era = Math.floorDiv(shifted, DAYS_PER_CYCLE);
        int dayOfEra = (int) (shifted - era * DAYS_PER_CYCLE);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * fromMarch + 2) / 5 + 1;
        int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        return year << 9 | month << 5 | day;
    }

    static int year(int packed) {
        return packed >> 9;
    }

    static int month(int packed) {
        return packed >> 5 & 15;
    }

    static int day(int packed) {
        return packed & 31;
    }

    /** Days from 1970-01-01. */
    static long epochDay(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(shifted, 400);
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_CYCLE + dayOfEra - DAYS_TO_1970;
    }

    /** 0 = Sunday, as in cron. */
    static int weekday(long epochDay) {
        return (int) Math.floorMod(epochDay + 4, 7L);
    }

    static int daysIn(int year, int month) {
        if (month == 2) {
            return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return 30 + ((month + (month >> 3)) & 1);
    }
}
