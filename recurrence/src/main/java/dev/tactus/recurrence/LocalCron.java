package dev.tactus.recurrence;

/**
 * A compiled expression on local time: a clock that never jumps. All times are local seconds: what
 * {@code LocalDateTime.toEpochSecond(UTC)} gives. Nothing here allocates.
 *
 * @param minutes bits 0 to 59
 * @param hours bits 0 to 23
 * @param days which dates
 * @param elapsed whether the minute or the hour field begins with {@code *}
 */
record LocalCron(long minutes, int hours, DayRule days, boolean elapsed) {
    /** No match up to the end of year 9999. */
    static final long NONE = Long.MAX_VALUE;
    /** No match down to the start of year 1. */
    static final long NONE_BEFORE = Long.MIN_VALUE;

    private static final int MIN_YEAR = 1;
    private static final int MAX_YEAR = 9999;

    /** Whether any date matches. The calendar repeats after 400 years, so one round decides. */
    boolean fires() {
        for (int year = 2000; year < 2400; year++) {
            for (int rest = days.months(); rest != 0; rest &= rest - 1) {
                if (days.daysOf(year, Integer.numberOfTrailingZeros(rest)) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean everyHour() {
        return hours == 0xffffff;
    }

    /** The first match at or after the given local second, or {@link #NONE}. */
    long next(long from) {
        long minute = Math.ceilDiv(from, 60L);
        long day = Math.floorDiv(minute, 1440L);
        int packed = Civil.packed(day);
        int year = Civil.year(packed);
        int month = Civil.month(packed);
        if (year > MAX_YEAR) {
            return NONE;
        }
        if (days.hasMonth(month)) {
            int rest = days.daysOf(year, month) & -1 << Civil.day(packed);
            if ((rest >> Civil.day(packed) & 1) != 0) {
                int time = timeFrom((int) (minute - day * 1440));
                if (time >= 0) {
                    return (day * 1440 + time) * 60;
                }
                rest &= rest - 1;
            }
            if (rest != 0) {
                return at(day + Integer.numberOfTrailingZeros(rest) - Civil.day(packed), firstTime());
            }
        }
        return firstAfterMonth(year, month);
    }

    private long firstAfterMonth(int startYear, int startMonth) {
        int year = startYear;
        int month = startMonth;
        while (true) {
            int later = days.months() & (-2 << month);
            if (later == 0) {
                year++;
                later = days.months();
                if (year > MAX_YEAR) {
                    return NONE;
                }
            }
            month = Integer.numberOfTrailingZeros(later);
            int mask = days.daysOf(year, month);
            if (mask != 0) {
                return at(Civil.epochDay(year, month, Integer.numberOfTrailingZeros(mask)), firstTime());
            }
        }
    }

    /** The last match at or before the given local second, or {@link #NONE_BEFORE}. */
    long last(long to) {
        long minute = Math.floorDiv(to, 60L);
        long day = Math.floorDiv(minute, 1440L);
        int packed = Civil.packed(day);
        int year = Civil.year(packed);
        int month = Civil.month(packed);
        if (year < MIN_YEAR) {
            return NONE_BEFORE;
        }
        if (days.hasMonth(month)) {
            int rest = days.daysOf(year, month) & (int) ((2L << Civil.day(packed)) - 1);
            if ((rest >> Civil.day(packed) & 1) != 0) {
                int time = timeUpTo((int) (minute - day * 1440));
                if (time >= 0) {
                    return (day * 1440 + time) * 60;
                }
                rest ^= 1 << Civil.day(packed);
            }
            if (rest != 0) {
                return at(day - Civil.day(packed) + highest(rest), lastTime());
            }
        }
        return lastBeforeMonth(year, month);
    }

    private long lastBeforeMonth(int startYear, int startMonth) {
        int year = startYear;
        int month = startMonth;
        while (true) {
            int earlier = days.months() & ((1 << month) - 1);
            if (earlier == 0) {
                year--;
                earlier = days.months();
                if (year < MIN_YEAR) {
                    return NONE_BEFORE;
                }
            }
            month = highest(earlier);
            int mask = days.daysOf(year, month);
            if (mask != 0) {
                return at(Civil.epochDay(year, month, highest(mask)), lastTime());
            }
        }
    }

    /** How many matches lie in the range, without visiting them: whole days are counted by month. */
    long count(long from, long to) {
        if (from >= to) {
            return 0;
        }
        long first = Math.ceilDiv(from, 60L);
        long end = Math.ceilDiv(to, 60L);
        long firstDay = Math.floorDiv(first, 1440L);
        long endDay = Math.floorDiv(end, 1440L);
        long result = matches(firstDay, endDay + 1) * timesPerDay();
        // Days were counted from their start and to their end: take off what lies outside.
        if (matches(firstDay, firstDay + 1) != 0) {
            result -= timesBefore((int) (first - firstDay * 1440));
        }
        if (matches(endDay, endDay + 1) != 0) {
            result -= timesPerDay() - timesBefore((int) (end - endDay * 1440));
        }
        return result;
    }

    /** Matching dates in a range of days, the end excluded. */
    private long matches(long fromDay, long endDay) {
        long result = 0;
        long day = fromDay;
        while (day < endDay) {
            int packed = Civil.packed(day);
            int year = Civil.year(packed);
            int month = Civil.month(packed);
            int dayOfMonth = Civil.day(packed);
            int left = Civil.daysIn(year, month) - dayOfMonth + 1;
            int visited = (int) Math.min(left, endDay - day);
            if (days.hasMonth(month)) {
                long window = ((1L << visited) - 1) << dayOfMonth;
                result += Long.bitCount(days.daysOf(year, month) & window);
            }
            day += visited;
        }
        return result;
    }

    int timesPerDay() {
        return Integer.bitCount(hours) * Long.bitCount(minutes);
    }

    private int timesBefore(int minuteOfDay) {
        int hour = minuteOfDay / 60;
        int whole = Integer.bitCount(hours & ((1 << hour) - 1)) * Long.bitCount(minutes);
        return (hours >> hour & 1) == 0
                ? whole
                : whole + Long.bitCount(minutes & ((1L << (minuteOfDay - hour * 60)) - 1));
    }

    private int timeFrom(int minuteOfDay) {
        int hour = minuteOfDay / 60;
        if ((hours >> hour & 1) != 0) {
            long rest = minutes & -1L << (minuteOfDay - hour * 60);
            if (rest != 0) {
                return hour * 60 + Long.numberOfTrailingZeros(rest);
            }
        }
        int later = hours & (-2 << hour);
        return later == 0 ? -1 : Integer.numberOfTrailingZeros(later) * 60 + Long.numberOfTrailingZeros(minutes);
    }

    private int timeUpTo(int minuteOfDay) {
        int hour = minuteOfDay / 60;
        if ((hours >> hour & 1) != 0) {
            long rest = minutes & (2L << (minuteOfDay - hour * 60)) - 1;
            if (rest != 0) {
                return hour * 60 + 63 - Long.numberOfLeadingZeros(rest);
            }
        }
        int earlier = hours & ((1 << hour) - 1);
        return earlier == 0 ? -1 : highest(earlier) * 60 + 63 - Long.numberOfLeadingZeros(minutes);
    }

    /** The first matching minute of a day. */
    int firstTime() {
        return Integer.numberOfTrailingZeros(hours) * 60 + Long.numberOfTrailingZeros(minutes);
    }

    /** The last matching minute of a day. */
    int lastTime() {
        return highest(hours) * 60 + 63 - Long.numberOfLeadingZeros(minutes);
    }

    private static long at(long day, int minuteOfDay) {
        return (day * 1440 + minuteOfDay) * 60;
    }

    private static int highest(int mask) {
        return 31 - Integer.numberOfLeadingZeros(mask);
    }
}
