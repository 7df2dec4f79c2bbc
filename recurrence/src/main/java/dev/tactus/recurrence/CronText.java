package dev.tactus.recurrence;

import dev.tactus.recurrence.InvalidRecurrenceException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The user's expression: cut into fields, checked, rewritten, and only then given to cron-utils. */
final class CronText {
    /** Before anything else: cron-utils needs a second for a list of 20,000 items. */
    static final int MAX_LENGTH = 256;

    /** crontab(5). */
    private static final Map<String, List<String>> MACROS = Map.of(
            "@hourly", List.of("0", "*", "*", "*", "*"),
            "@daily", List.of("0", "0", "*", "*", "*"),
            "@midnight", List.of("0", "0", "*", "*", "*"),
            "@weekly", List.of("0", "0", "*", "*", "0"),
            "@monthly", List.of("0", "0", "1", "*", "*"),
            "@yearly", List.of("0", "0", "1", "1", "*"),
            "@annually", List.of("0", "0", "1", "1", "*"));

    private static final List<CronField> FIELDS = List.of(CronField.values());
    private static final String SHAPE = "five fields: minute hour day-of-month month day-of-week, such as 0 9 * * 1-5";

    private final String text;
    private final String seed;
    private final List<Problem> problems;

    private CronText(String text, String seed, List<Problem> problems) {
        this.text = text;
        this.seed = seed;
        this.problems = problems;
    }

    private record Part(String text, int start) {}

    /** The compiled expression, or null after adding at least one problem. */
    static @Nullable LocalCron compile(String text, String seed, List<Problem> problems) {
        return new CronText(text, seed, problems).compile();
    }

    private @Nullable LocalCron compile() {
        if (text.length() > MAX_LENGTH) {
            return refuse(
                    MAX_LENGTH,
                    "has " + text.length() + " characters; an expression has at most " + MAX_LENGTH
                            + ". Use ranges and steps, or several schedules");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\t' && (text.charAt(i) < ' ' || text.charAt(i) > '~')) {
                return refuse(
                        i,
                        String.format("has the character U+%04X, which is none of cron's; ", text.codePointAt(i))
                                + "type the expression with plain digits, letters and spaces");
            }
        }
        List<Part> parts = parts();
        if (parts.isEmpty()) {
            return refuse(0, "is empty; write " + SHAPE);
        }
        if (parts.getFirst().text().startsWith("@")) {
            return macro(parts);
        }
        if (parts.getFirst().text().contains("TZ=")) {
            return refuse(
                    parts.getFirst().start(),
                    "sets a time zone in the expression; remove it and use the field timezone");
        }
        return parts.size() == 5 ? fields(parts) : wrongCount(parts);
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>(5);
        int index = 0;
        while (index < text.length()) {
            if (isBlank(text.charAt(index))) {
                index++;
                continue;
            }
            int start = index;
            while (index < text.length() && !isBlank(text.charAt(index))) {
                index++;
            }
            parts.add(new Part(text.substring(start, index), start));
        }
        return parts;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private @Nullable LocalCron macro(List<Part> parts) {
        Part first = parts.getFirst();
        String name = first.text().toLowerCase(Locale.ROOT);
        if (name.equals("@every")) {
            return refuse(first.start(), "'@every' is not cron; use the field every_seconds in place of cron_expr");
        }
        if (name.equals("@reboot")) {
            return refuse(
                    first.start(),
                    "'@reboot' names no instant: a schedule has no machine that boots; use the field at for a single fire");
        }
        @Nullable List<String> fields = MACROS.get(name);
        if (fields == null) {
            return refuse(
                    first.start(),
                    "'" + FieldText.shown(first.text())
                            + "' is unknown; write one of @hourly, @daily, @midnight, @weekly,"
                            + " @monthly, @yearly, @annually, or " + SHAPE);
        }
        if (parts.size() > 1) {
            return refuse(
                    parts.get(1).start(), "nothing may follow " + first.text() + "; remove the rest or the macro");
        }
        return CronModel.compile(fields);
    }

    private @Nullable LocalCron fields(List<Part> parts) {
        List<String> rewritten = new ArrayList<>(5);
        for (int i = 0; i < FIELDS.size(); i++) {
            CronField field = FIELDS.get(i);
            Part part = parts.get(i);
            try {
                rewritten.add(FieldText.rewrite(field, part.text(), part.start(), seed));
            } catch (CronSyntaxException e) {
                refuse(e.position, e.text());
            }
        }
        if (rewritten.size() < 5) {
            return null;
        }
        try {
            LocalCron cron = CronModel.compile(rewritten);
            return cron.fires() ? cron : neverFires(parts);
        } catch (IllegalArgumentException e) {
            return refuse(
                    parts.getFirst().start(), "'" + FieldText.shown(text) + "' cannot be read: " + e.getMessage());
        }
    }

    private @Nullable LocalCron neverFires(List<Part> parts) {
        Part day = parts.get(2);
        return refuse(
                day.start(),
                "day-of-month '" + FieldText.shown(day.text()) + "', month '"
                        + FieldText.shown(parts.get(3).text()) + "' and day-of-week '"
                        + FieldText.shown(parts.get(4).text())
                        + "' name no date that exists, so it would never fire; L is the last day of any month");
    }

    private @Nullable LocalCron wrongCount(List<Part> parts) {
        int count = parts.size();
        if (count < 5) {
            return refuse(
                    text.length(),
                    "has " + count + (count == 1 ? " field" : " fields") + " and lacks the " + FIELDS.get(count).label
                            + "; write " + SHAPE);
        }
        if (count > 7) {
            return refuse(parts.get(5).start(), "has " + count + " fields; write " + SHAPE);
        }
        StringBuilder five = new StringBuilder();
        for (Part part : parts.subList(1, 6)) {
            five.append(five.isEmpty() ? "" : " ").append(part.text().replace('?', '*'));
        }
        return refuse(
                parts.getFirst().start(),
                "has " + count + " fields as in Quartz or Spring, which begin with seconds"
                        + (count == 7 ? " and end with a year" : "") + "; here there are five, from the minute: write "
                        + FieldText.shown(five.toString())
                        + " (and mind that Quartz counts weekdays from 1 = Sunday, cron from 0 = Sunday)");
    }

    private @Nullable LocalCron refuse(int position, String message) {
        problems.add(new Problem("cron_expr", message, position));
        return null;
    }
}
