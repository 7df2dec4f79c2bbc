package dev.tactus.recurrence;

/**
 * Reads one field as the user wrote it, complains with the position of the character, and rewrites it into what
 * cron-utils can parse: names become numbers, {@code H} becomes the value that the seed gives.
 */
final class FieldText {
    private final CronField field;
    private final String text;
    /** Where the field starts in the user's text. */
    private final int start;

    private final long hash;
    private final StringBuilder out = new StringBuilder();
    private int next;

    private FieldText(CronField field, String text, int start, String seed) {
        this.field = field;
        this.text = text;
        this.start = start;
        // H must differ between the fields of one schedule, else minute and hour would move together.
        this.hash = text.indexOf('H') < 0 && text.indexOf('h') < 0 ? 0 : Hash.of(seed + '/' + field.label);
    }

    static String rewrite(CronField field, String text, int start, String seed) throws CronSyntaxException {
        FieldText reader = new FieldText(field, text, start, seed);
        reader.list();
        return reader.out.toString();
    }

    private void list() throws CronSyntaxException {
        while (true) {
            if (next == text.length() || text.charAt(next) == ',') {
                throw at(
                        next,
                        "a list has an empty item in the " + field.label + " '" + shown(text)
                                + "'; remove the comma or write a value");
            }
            item();
            if (next == text.length()) {
                return;
            }
            if (text.charAt(next) != ',') {
                throw unexpected();
            }
            out.append(text.charAt(next++));
        }
    }

    private void item() throws CronSyntaxException {
        if (accept('*')) {
            out.append('*');
            step(field.max);
        } else if (isHash()) {
            next++;
            hashed();
        } else if (field == CronField.DAY_OF_MONTH && isLetter('L')) {
            next++;
            lastDay();
        } else {
            values();
        }
    }

    /** {@code 5}, {@code 5-9}, {@code 5-9/2}, {@code 5/2}, {@code 15W}, {@code 5L}, {@code 5#2}. */
    private void values() throws CronSyntaxException {
        int from = next;
        int low = value();
        if (accept('-')) {
            int high = value();
            // SAT-SUN: the name of Sunday is 0, but at the end of a range it can only mean 7.
            boolean sunday = field == CronField.DAY_OF_WEEK && high == 0 && low > 0 && !isDigit(next - 1);
            high = sunday ? 7 : high;
            if (high < low) {
                throw at(
                        from,
                        "the " + field.label + " range " + text.substring(from, next) + " runs backwards; write " + low
                                + "-" + top() + "," + field.min + "-" + high);
            }
            out.append(low).append('-').append(high);
            step(field.max);
        } else if (field == CronField.DAY_OF_MONTH && isLetter('W')) {
            next++;
            out.append(low).append('W');
        } else if (field == CronField.DAY_OF_WEEK && isLetter('L')) {
            next++;
            out.append(low).append('L');
        } else if (field == CronField.DAY_OF_WEEK && accept('#')) {
            out.append(low).append('#').append(number(1, 5, "the week after #"));
        } else {
            out.append(low);
            step(field.max);
        }
    }

    private int top() {
        return field == CronField.DAY_OF_WEEK ? 6 : field.max;
    }

    /** {@code L}, {@code LW}, {@code L-3}. */
    private void lastDay() throws CronSyntaxException {
        out.append('L');
        if (isLetter('W')) {
            next++;
            out.append('W');
        } else if (accept('-')) {
            out.append('-').append(number(1, 30, "the number of days before the last"));
        }
    }

    /** After {@code H}: nothing, {@code (a-b)}, {@code /n}, {@code (a-b)/n}, as in Jenkins. */
    private void hashed() throws CronSyntaxException {
        int low = field.min;
        int high = field.maxHashed;
        if (accept('(')) {
            int from = next;
            low = value();
            expect('-', "write H(" + field.min + "-" + field.maxHashed + ")");
            high = value();
            if (high < low) {
                throw at(
                        from,
                        "the range " + text.substring(from, next) + " of H runs backwards; write H(" + high + "-" + low
                                + ")");
            }
            expect(')', "close the range of H with )");
        }
        if (accept('/')) {
            int step = number(1, high - low + 1, "the step of H");
            out.append(low + Hash.within(hash, step))
                    .append('-')
                    .append(high)
                    .append('/')
                    .append(step);
        } else {
            out.append(low + Hash.within(hash, high - low + 1));
        }
    }

    private void step(int max) throws CronSyntaxException {
        if (accept('/')) {
            int from = next;
            int step = number(1, Integer.MAX_VALUE, "the step");
            if (step > max) {
                throw at(
                        from,
                        "the step " + step + " is larger than the " + field.label + " can be (" + max
                                + "), so it would name the first value only; write " + field.min
                                + (field == CronField.MINUTE || field == CronField.HOUR
                                        ? ", or use every_seconds for a longer period"
                                        : ""));
            }
            out.append('/').append(step);
        }
    }

    /** A number or a name of this field. */
    private int value() throws CronSyntaxException {
        int from = next;
        if (next < text.length() && isDigit(next)) {
            return number(field.min, field.max, "the " + field.label);
        }
        while (next < text.length() && isAsciiLetter(text.charAt(next)) && next - from < 3) {
            next++;
        }
        int named = field.numberOf(text.substring(from, next));
        if (named >= 0) {
            return named;
        }
        next = from;
        throw unexpected();
    }

    private int number(int min, int max, String what) throws CronSyntaxException {
        int from = next;
        long value = 0;
        while (next < text.length() && isDigit(next)) {
            // Beyond any limit it stays beyond: no overflow however many digits there are.
            value = Math.min(value * 10 + (text.charAt(next++) - '0'), Integer.MAX_VALUE);
        }
        if (next == from) {
            throw at(
                    next,
                    what + " is missing in the " + field.label + " '" + shown(text) + "'; write a number from " + min
                            + " to " + (max == Integer.MAX_VALUE ? field.max : max));
        }
        if (value < min || value > max) {
            throw at(
                    from,
                    what + " " + shown(text.substring(from, next)) + " is out of range; write a number from " + min
                            + " to " + (max == Integer.MAX_VALUE ? field.max : max));
        }
        return (int) value;
    }

    private CronSyntaxException unexpected() {
        if (next == text.length()) {
            return at(next, "the " + field.label + " '" + shown(text) + "' ends too early; write " + field.allowed());
        }
        char c = text.charAt(next);
        String remedy =
                switch (Character.toUpperCase(c)) {
                    case '?' -> "'?' belongs to Quartz; write *";
                    case '~' -> "random ranges are written H(a-b): a value that stays the same for this schedule";
                    case 'L' ->
                        "L stands alone in day-of-month, and after a weekday in day-of-week (5L is the last Friday)";
                    case 'W' -> "W stands after a day in day-of-month: 15W, LW";
                    case '#' -> "# stands after a weekday in day-of-week: 5#2 is the second Friday";
                    case '*' -> "* stands alone or with a step: */5";
                    default -> "write " + field.allowed() + ", a range 1-5, a list 1,3 or a step */2";
                };
        String offending = text.substring(next, endOfWord());
        String what = offending.equals(text)
                ? "the " + field.label + " cannot be '" + shown(text) + "'; "
                : "the " + field.label + " '" + shown(text) + "' cannot have '" + shown(offending) + "' here; ";
        return at(next, what + remedy);
    }

    private int endOfWord() {
        int end = next + 1;
        while (end < text.length() && isAsciiLetter(text.charAt(end - 1)) && isAsciiLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private boolean isHash() {
        // THU begins with another letter, and no name begins with H: one letter decides.
        return isLetter('H');
    }

    private boolean isLetter(char letter) {
        return next < text.length() && (text.charAt(next) == letter || text.charAt(next) == letter + 32);
    }

    private boolean isDigit(int index) {
        return text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private static boolean isAsciiLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private boolean accept(char c) {
        if (next < text.length() && text.charAt(next) == c) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(char c, String remedy) throws CronSyntaxException {
        if (!accept(c)) {
            throw at(next, "expected '" + c + "' in the " + field.label + " '" + shown(text) + "'; " + remedy);
        }
    }

    private CronSyntaxException at(int index, String message) {
        return new CronSyntaxException(start + index, message);
    }
}
