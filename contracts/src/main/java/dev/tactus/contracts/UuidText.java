package dev.tactus.contracts;

import java.util.UUID;

/** UUIDs as ASCII, written where they are wanted: {@link UUID#toString} makes two objects on the way there. */
public final class UuidText {
    /** Of {@code 01ab0cd0-e5f6-8123-8456-789abcdef012}. */
    public static final int LENGTH = 36;

    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private UuidText() {}

    /** @return the index behind the text */
    public static int put(UUID id, byte[] out, int at) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        int next = hex(high >>> 32, 8, out, at);
        out[next++] = '-';
        next = hex(high >>> 16, 4, out, next);
        out[next++] = '-';
        next = hex(high, 4, out, next);
        out[next++] = '-';
        next = hex(low >>> 48, 4, out, next);
        out[next++] = '-';
        return hex(low, 12, out, next);
    }

    /**
     * Writes the lowest digits of a number in hexadecimal.
     *
     * @return the index behind them
     */
    public static int hex(long bits, int digits, byte[] out, int at) {
        long rest = bits;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = DIGITS[(int) rest & 0xF];
            rest >>>= 4;
        }
        return at + digits;
    }

    /** {@link Ids#slot} of the UUID whose text stands here; -1 when there is none, as {@link #put} writes it. */
    public static int slot(byte[] text, int at) {
        int slot = 0;
        for (int i = 0; i < LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            int digit = dash ? 0 : digit(text[at + i]);
            if (digit < 0 || (dash && text[at + i] != '-')) {
                return -1;
            }
            // Three digits of the third group, behind the version.
            if (i > 14 && i < 18) {
                slot = slot << 4 | digit;
            }
        }
        return slot;
    }

    private static int digit(byte c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
