package dev.tactus.recurrence;

import java.util.Locale;

/** The five fields, in order, with what they may hold (crontab(5)). */
enum CronField {
    MINUTE("minute", 0, 59, 59, ""),
    HOUR("hour", 0, 23, 23, ""),
    /** {@code H} stays below 29, so that it names a day of every month. */
    DAY_OF_MONTH("day-of-month", 1, 31, 28, ""),
    MONTH("month", 1, 12, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    /** 0 and 7 are both Sunday. */
    DAY_OF_WEEK("day-of-week", 0, 7, 6, "SUN MON TUE WED THU FRI SAT");

    /** For people. */
    final String label;

    final int min;
    final int max;
    /** The largest value that a bare {@code H} takes. */
    final int maxHashed;

    /** Three letters each, for {@link #min} and on. */
    private final String names;

    CronField(String label, int min, int max, int maxHashed, String names) {
        this.label = label;
        this.min = min;
        this.max = max;
        this.maxHashed = maxHashed;
        this.names = names;
    }

    /** The number that a name in any case stands for, or -1. */
    int numberOf(String name) {
        int index = name.length() == 3 ? names.indexOf(name.toUpperCase(Locale.ROOT)) : -1;
        return index < 0 ? -1 : index / 4 + min;
    }

    /** What may be written, for a message. */
    String allowed() {
        return names.isEmpty()
                ? min + "-" + max
                : min + "-" + max + " or " + names.substring(0, 3) + "-" + names.substring(names.length() - 3);
    }
}
