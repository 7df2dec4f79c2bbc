package dev.tactus.recurrence;

import java.util.ArrayList;
import java.util.List;

/** A compiled expression in words. */
final class CronWords {
    private static final int ALL_MONTHS = 0x1ffe;
    private static final int MOST_TIMES = 6;

    private final LocalCron cron;
    private final DayRule days;

    CronWords(LocalCron cron) {
        this.cron = cron;
        this.days = cron.days();
    }

    /** Such as {@code At 09:00 on Monday through Friday in March}. */
    String sentence() {
        String dates = dates();
        String months = days.months() == ALL_MONTHS ? "" : " in " + Words.and(Words.runs(days.months(), Words::month));
        return times() + (dates.isEmpty() ? everyDay(months) : " " + dates) + months;
    }

    private String everyDay(String months) {
        return cron.everyHour() && months.isEmpty() ? "" : " every day";
    }

    private String times() {
        int step = evenStep(cron.minutes(), 60);
        if (cron.everyHour()) {
            return step == 0 ? minutes() + " of every hour" : every(step, "minute");
        }
        if (cron.timesPerDay() <= MOST_TIMES) {
            return "At " + Words.and(allTimes());
        }
        boolean single = Long.bitCount(cron.minutes()) == 1;
        int hourStep = evenStep(cron.hours(), 24);
        if (single && hourStep > 0) {
            return every(hourStep, "hour") + ", at minute " + Long.numberOfTrailingZeros(cron.minutes()) + ",";
        }
        if ((single || step > 0) && isRun(cron.hours())) {
            return every(single ? 1 : step, single ? "hour" : "minute") + " from " + Words.time(cron.firstTime())
                    + " to " + Words.time(cron.lastTime());
        }
        String hours = (Integer.bitCount(cron.hours()) == 1 ? " of hour " : " of hours ")
                + Words.and(Words.runs(cron.hours(), Integer::toString));
        return (step > 0 ? every(step, "minute") : minutes()) + hours;
    }

    private String minutes() {
        String list = Words.and(Words.runs(cron.minutes(), Integer::toString));
        return (Long.bitCount(cron.minutes()) == 1 ? "At minute " : "At minutes ") + list;
    }

    private static String every(int step, String unit) {
        return step == 1 ? "Every " + unit : "Every " + step + " " + unit + "s";
    }

    private static boolean isRun(int mask) {
        int run = mask >> Integer.numberOfTrailingZeros(mask);
        return (run & (run + 1)) == 0;
    }

    private List<String> allTimes() {
        List<String> result = new ArrayList<>();
        for (int minute = 0; minute < 1440; minute++) {
            if ((cron.hours() >> (minute / 60) & 1) != 0 && (cron.minutes() >> (minute % 60) & 1) != 0) {
                result.add(Words.time(minute));
            }
        }
        return result;
    }

    /** The step if the mask is 0, n, 2n, … and n divides the size; else 0. */
    static int evenStep(long mask, int size) {
        int count = Long.bitCount(mask);
        int step = size / count;
        return size % count == 0 && count > 1 && mask == progression(step, size) ? step : 0;
    }

    static long progression(int step, int size) {
        long mask = 0;
        for (int value = 0; value < size; value += step) {
            mask |= 1L << value;
        }
        return mask;
    }

    private String dates() {
        if (days.both()) {
            if (days.anyDay() && days.anyWeekday()) {
                return "";
            }
            if (days.anyWeekday()) {
                return "on " + Words.and(byDay());
            }
            return days.anyDay()
                    ? "on " + Words.and(byWeekday())
                    : "on " + Words.and(byDay()) + " if it is "
                            + Words.or(byWeekday()).replace("every ", "a ");
        }
        return "on " + Words.and(byDay()) + " and on " + Words.and(byWeekday());
    }

    /** The day-of-month field. */
    List<String> byDay() {
        List<String> result = new ArrayList<>();
        int step = dayStep();
        if (step > 0) {
            result.add("every " + Words.ordinal(step) + " day from the 1st");
        } else {
            for (String run : Words.runs(Integer.toUnsignedLong(days.days()), Words::ordinal)) {
                result.add("the " + run.replace("through ", "through the "));
            }
        }
        for (int n : bits(Integer.toUnsignedLong(days.nearWeekday()))) {
            result.add("the weekday nearest the " + Words.ordinal(n));
        }
        for (int n : bits(days.fromEnd())) {
            result.add(
                    n == 0
                            ? "the last day of the month"
                            : n + (n == 1 ? " day" : " days") + " before the month's last");
        }
        if (days.lastWeekday()) {
            result.add("the last weekday of the month");
        }
        return result;
    }

    /** The step if the plain days are 1, 1 + n, … to the end of the month; else 0. */
    private int dayStep() {
        int step = Integer.numberOfTrailingZeros(days.days() & days.days() - 1) - 1;
        return Integer.bitCount(days.days()) > 3 && days.days() == (int) (progression(step, 31) << 1) && step > 1
                ? step
                : 0;
    }

    /** The day-of-week field. */
    List<String> byWeekday() {
        List<String> result = new ArrayList<>();
        // From Monday to Sunday, so that a weekend is a run.
        int monday = days.weekdays() >> 1 | (days.weekdays() & 1) << 6;
        for (String run : Words.runs(monday, weekday -> Words.weekday((weekday + 1) % 7))) {
            result.add(run.contains(" ") ? run : "every " + run);
        }
        for (int bit : bits(days.nthWeekdays())) {
            result.add("the " + Words.nth(bit / 7 + 1) + " " + Words.weekday(bit % 7) + " of the month");
        }
        for (int weekday : bits(days.lastWeekdays())) {
            result.add("the last " + Words.weekday(weekday) + " of the month");
        }
        return result;
    }

    private static List<Integer> bits(long mask) {
        List<Integer> result = new ArrayList<>();
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            result.add(Long.numberOfTrailingZeros(rest));
        }
        return result;
    }
}
