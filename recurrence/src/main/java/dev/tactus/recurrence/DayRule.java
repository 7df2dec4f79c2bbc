package dev.tactus.recurrence;

/**
 * The three date fields of an expression, as masks. Answers for a whole month at once: bit {@code d} of
 * {@link #daysOf} is day {@code d} of the month.
 *
 * @param months bits 1 to 12
 * @param days plain days of the month, bits 1 to 31
 * @param fromEnd {@code L} is bit 0, {@code L-n} is bit n
 * @param nearWeekday {@code nW} is bit n
 * @param lastWeekday {@code LW}
 * @param weekdays plain days of the week, bit 0 is Sunday
 * @param nthWeekdays {@code d#n} is bit {@code 7 * (n - 1) + d}
 * @param lastWeekdays {@code dL} is bit d
 * @param both whether a date must satisfy both fields. Vixie cron (crontab(5)): when one of them begins with
 *     {@code *}, both must hold; when neither does, one is enough
 */
record DayRule(
        int months,
        int days,
        int fromEnd,
        int nearWeekday,
        boolean lastWeekday,
        int weekdays,
        long nthWeekdays,
        int lastWeekdays,
        boolean both) {

    private static final long EVERY_WEEK = 1L | 1L << 7 | 1L << 14 | 1L << 21 | 1L << 28;

    /** The matching days of a month as bits 1 to 31; the month itself is not checked against {@link #months}. */
    int daysOf(int year, int month) {
        int length = Civil.daysIn(year, month);
        int first = Civil.weekday(Civil.epochDay(year, month, 1));
        int byDay = byDayOfMonth(length, first);
        int byWeekday = byDayOfWeek(length, first);
        return (both ? byDay & byWeekday : byDay | byWeekday) & valid(length);
    }

    /** Whether the day-of-month field admits every day. */
    boolean anyDay() {
        return days == -2;
    }

    /** Whether the day-of-week field admits every day. */
    boolean anyWeekday() {
        return weekdays == 127;
    }

    boolean hasMonth(int month) {
        return (months >> month & 1) != 0;
    }

    private static int valid(int length) {
        return (int) ((2L << length) - 2);
    }

    private int byDayOfMonth(int length, int first) {
        int result = days;
        if ((fromEnd | nearWeekday) == 0 && !lastWeekday) {
            return result;
        }
        for (int rest = fromEnd; rest != 0; rest &= rest - 1) {
            int day = length - Integer.numberOfTrailingZeros(rest);
            result |= day > 0 ? 1 << day : 0;
        }
        for (int rest = nearWeekday; rest != 0; rest &= rest - 1) {
            int day = Integer.numberOfTrailingZeros(rest);
            result |= day <= length ? 1 << nearestWeekday(day, length, first) : 0;
        }
        return lastWeekday ? result | 1 << nearestWeekday(length, length, first) : result;
    }

    /** The nearest Monday to Friday in the same month, as in Quartz: Saturday goes back, Sunday goes on. */
    private static int nearestWeekday(int day, int length, int first) {
        return switch ((first + day - 1) % 7) {
            case 6 -> day > 1 ? day - 1 : 3;
            case 0 -> day < length ? day + 1 : day - 2;
            default -> day;
        };
    }

    private int byDayOfWeek(int length, int first) {
        long result = rotate(weekdays, first) * EVERY_WEEK;
        for (long rest = nthWeekdays, week = 0; rest != 0; rest >>>= 7, week++) {
            result |= rotate((int) rest & 127, first) << (7 * week);
        }
        result |= rotate(lastWeekdays, (first + length) % 7) << (length - 7);
        return (int) (result << 1);
    }

    /** Bit i of the result is weekday {@code first + i}. */
    private static long rotate(int mask, int first) {
        return (mask >> first | mask << (7 - first)) & 127;
    }
}
