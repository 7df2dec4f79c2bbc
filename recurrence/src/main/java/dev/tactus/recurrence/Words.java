package dev.tactus.recurrence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** English for lists, numbers and masks. */
final class Words {
    private static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    private static final List<String> WEEKDAYS =
            List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
    private static final List<String> NTH = List.of("first", "second", "third", "fourth", "fifth");

    private Words() {}

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    static String and(List<String> items) {
        return join(items, " and ");
    }

    static String or(List<String> items) {
        return join(items, " or ");
    }

    private static String join(List<String> items, String last) {
        int size = items.size();
        return size <= 1
                ? String.join("", items)
                : String.join(", ", items.subList(0, size - 1)) + last + items.getLast();
    }

    static String weekday(int weekday) {
        return WEEKDAYS.get(weekday);
    }

    static String month(int month) {
        return MONTHS.get(month - 1);
    }

    static String nth(int n) {
        return NTH.get(n - 1);
    }

    /** {@code 1st}, {@code 22nd}, {@code 13th}. */
    static String ordinal(int n) {
        String suffix = n / 10 % 10 == 1
                ? "th"
                : switch (n % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return n + suffix;
    }

    static String time(int minuteOfDay) {
        return twoDigits(minuteOfDay / 60) + ":" + twoDigits(minuteOfDay % 60);
    }

    private static String twoDigits(int n) {
        return n < 10 ? "0" + n : Integer.toString(n);
    }

    /** The bits of a mask; runs of three or more as {@code a through b}. */
    static List<String> runs(long mask, IntFunction<String> name) {
        List<String> result = new ArrayList<>();
        long rest = mask;
        while (rest != 0) {
            int first = Long.numberOfTrailingZeros(rest);
            int last = first;
            while (last < 63 && (mask >> (last + 1) & 1) != 0) {
                last++;
            }
            if (last - first >= 2) {
                result.add(name.apply(first) + " through " + name.apply(last));
            } else {
                result.add(name.apply(first));
                if (last > first) {
                    result.add(name.apply(last));
                }
            }
            rest &= last == 63 ? 0 : -1L << (last + 1);
        }
        return result;
    }

    /** A period as {@code 1 h 30 min}. */
    static String period(long seconds) {
        List<String> parts = new ArrayList<>();
        addPart(parts, seconds / 86_400, " d");
        addPart(parts, seconds / 3600 % 24, " h");
        addPart(parts, seconds / 60 % 60, " min");
        addPart(parts, seconds % 60, " s");
        return parts.isEmpty() ? "0 s" : String.join(" ", parts);
    }

    private static void addPart(List<String> parts, long number, String unit) {
        if (number != 0) {
            parts.add(number + unit);
        }
    }
}
