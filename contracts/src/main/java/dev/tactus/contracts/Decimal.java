package dev.tactus.contracts;

import java.nio.charset.StandardCharsets;

/** Numbers as ASCII, written where they are wanted and read where they stand. */
public final class Decimal {
    private Decimal() {}

    /** How many bytes {@link #put} writes. */
    public static int length(long number) {
        if (number < 0) {
            return text(number).length;
        }
        int length = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            length++;
        }
        return length;
    }

    /**
     * As {@link Long#toString(long)}.
     *
     * @return the index behind the digits
     */
    public static int put(long number, byte[] out, int at) {
        if (number < 0) {
            byte[] text = text(number);
            System.arraycopy(text, 0, out, at, text.length);
            return at + text.length;
        }
        return padded(number, length(number), out, at);
    }

    /** So many of the lowest digits, with zeros in front. @return the index behind them */
    static int padded(long number, int digits, byte[] out, int at) {
        long rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            long tenth = rest / 10;
            out[i] = (byte) ('0' + (int) (rest - 10 * tenth));
            rest = tenth;
        }
        return at + digits;
    }

    /** The number whose digits these are. */
    static int of(String text, int begin, int end) {
        int number = 0;
        for (int i = begin; i < end; i++) {
            number = 10 * number + (text.charAt(i) - '0');
        }
        return number;
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
    }
}
