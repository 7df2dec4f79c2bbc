package dev.tactus.contracts.registry;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/**
 * A pattern of a tenant's schema. Some patterns take exponential time on some texts; this one gives up after a number of
 * steps instead of holding a thread for ever.
 */
final class BoundedRegularExpression implements RegularExpression {
    /** Characters looked at per match: far more than an honest pattern needs for 64 KB, some 10 ms of work. */
    private static final int MAX_STEPS = 2_000_000;

    private final Pattern pattern;

    BoundedRegularExpression(String regex) {
        // JSON Schema's patterns are ECMAScript's, where \Z and friends do not exist; the common part means the same.
        this.pattern = Pattern.compile(regex);
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(new CountedText(value)).find();
    }

    static final class TooSlowException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooSlowException() {
            super("a pattern of it takes too long on this value");
        }
    }

    private static final class CountedText implements CharSequence {
        private final String text;
        private int steps;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw new TooSlowException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
