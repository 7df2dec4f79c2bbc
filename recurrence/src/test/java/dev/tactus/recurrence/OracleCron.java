package dev.tactus.recurrence;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An expression read straight from crontab(5), naively: one boolean per minute and hour, and each date asked anew with
 * java.time. It shares no line with the code under test.
 */
final class OracleCron {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private static final int KNOWN_DAYS = 100_000;

    final String text;
    /** "where the minute or the hour field begins with *" */
    final boolean elapsed;

    private final boolean[] minutes;
    private final boolean[] hours;
    private final boolean[] months;
    private final String dayOfMonth;
    private final String dayOfWeek;
    private final int[] times;
    /** By epoch day: 0 not asked yet, 1 yes, 2 no. Threads may race here: all write the same. */
    private final byte[] known = new byte[KNOWN_DAYS];

    OracleCron(String text) {
        this.text = text;
        String[] fields = text.toUpperCase().split(" ");
        minutes = values(fields[0], 0, 59, List.of(), 0);
        hours = values(fields[1], 0, 23, List.of(), 0);
        months = values(fields[3], 1, 12, MONTHS, 1);
        dayOfMonth = fields[2];
        dayOfWeek = fields[4];
        times = IntStream.range(0, 1440).filter(this::time).toArray();
        elapsed = fields[0].startsWith("*") || fields[1].startsWith("*");
    }

    /** The minutes of a day that match, in order. */
    int[] times() {
        return times;
    }

    boolean time(int minuteOfDay) {
        return hours[minuteOfDay / 60] && minutes[minuteOfDay % 60];
    }

    /** Asked once per date and remembered: many windows lie on the same dates. */
    boolean date(LocalDate date) {
        int index = (int) date.toEpochDay() + KNOWN_DAYS / 2;
        if (known[index] == 0) {
            known[index] = (byte) (matches(date) ? 1 : 2);
        }
        return known[index] == 1;
    }

    private boolean matches(LocalDate date) {
        if (!months[date.getMonthValue()]) {
            return false;
        }
        boolean byDay = anyDayOfMonth(date);
        boolean byWeekday = anyDayOfWeek(date);
        boolean star = dayOfMonth.startsWith("*") || dayOfWeek.startsWith("*");
        return star ? byDay && byWeekday : byDay || byWeekday;
    }

    private boolean anyDayOfMonth(LocalDate date) {
        LocalDate last = date.with(TemporalAdjusters.lastDayOfMonth());
        return Arrays.stream(dayOfMonth.split(",")).anyMatch(item -> {
            if (item.equals("LW")) {
                return date.equals(nearestWeekday(last));
            }
            if (item.startsWith("L")) {
                int back = item.equals("L") ? 0 : Integer.parseInt(item.substring(2));
                return date.plusDays(back).equals(last);
            }
            if (item.endsWith("W")) {
                int day = Integer.parseInt(item.substring(0, item.length() - 1));
                return day <= last.getDayOfMonth() && date.equals(nearestWeekday(date.withDayOfMonth(day)));
            }
            return values(item, 1, 31, List.of(), 0)[date.getDayOfMonth()];
        });
    }

    /** The closest Monday to Friday in the same month. */
    private static LocalDate nearestWeekday(LocalDate day) {
        LocalDate best = null;
        for (LocalDate d = day.withDayOfMonth(1); d.getMonth() == day.getMonth(); d = d.plusDays(1)) {
            boolean weekend = d.getDayOfWeek() == DayOfWeek.SATURDAY || d.getDayOfWeek() == DayOfWeek.SUNDAY;
            if (!weekend && (best == null || distance(d, day) < distance(best, day))) {
                best = d;
            }
        }
        return best;
    }

    private static long distance(LocalDate a, LocalDate b) {
        return Math.abs(ChronoUnit.DAYS.between(a, b));
    }

    private boolean anyDayOfWeek(LocalDate date) {
        return Arrays.stream(dayOfWeek.split(",")).anyMatch(item -> {
            if (item.contains("#")) {
                String[] parts = item.split("#");
                LocalDate nth =
                        date.with(TemporalAdjusters.dayOfWeekInMonth(Integer.parseInt(parts[1]), weekday(parts[0])));
                return date.equals(nth);
            }
            if (item.endsWith("L")) {
                return date.equals(
                        date.with(TemporalAdjusters.lastInMonth(weekday(item.substring(0, item.length() - 1)))));
            }
            boolean[] values = values(item, 0, 7, WEEKDAYS, 0);
            int number = date.getDayOfWeek().getValue();
            return values[number] || (number == 7 && values[0]);
        });
    }

    private static DayOfWeek weekday(String text) {
        int number = number(text, WEEKDAYS, 0);
        return DayOfWeek.of(number == 0 ? 7 : number);
    }

    private static boolean[] values(String field, int min, int max, List<String> names, int base) {
        boolean[] result = new boolean[max + 1];
        for (String item : field.split(",")) {
            String[] step = item.split("/");
            String[] range = step[0].split("-");
            int from = step[0].equals("*") ? min : number(range[0], names, base);
            int to = step[0].equals("*") ? max : range.length == 2 ? number(range[1], names, base) : from;
            if (range.length == 1 && step.length == 2) {
                to = max;
            }
            for (int v = from; v <= to; v += step.length == 2 ? Integer.parseInt(step[1]) : 1) {
                result[v] = true;
            }
        }
        return result;
    }

    private static int number(String text, List<String> names, int base) {
        return names.contains(text) ? names.indexOf(text) + base : Integer.parseInt(text);
    }
}
