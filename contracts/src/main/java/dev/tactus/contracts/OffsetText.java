package dev.tactus.contracts;

/** Offsets from UTC as ASCII: as {@link java.time.ZoneOffset#getId}, so {@code Z}, {@code +05:45} or {@code +00:53:28}. */
public final class OffsetText {
    private OffsetText() {}

    /** How many bytes {@link #put} writes. */
    public static int length(int seconds) {
        return seconds == 0 ? 1 : seconds % 60 == 0 ? 6 : 9;
    }

    /**
     * Writes an offset.
     *
     * @param seconds less than 100 hours
     * @return the index behind the text
     */
    public static int put(int seconds, byte[] out, int at) {
        int next = at;
        if (seconds == 0) {
            out[next++] = 'Z';
            return next;
        }
        int size = Math.abs(seconds);
        out[next++] = (byte) (seconds < 0 ? '-' : '+');
        next = Decimal.padded(size / 3_600, 2, out, next);
        out[next++] = ':';
        next = Decimal.padded(size / 60 % 60, 2, out, next);
        if (size % 60 != 0) {
            out[next++] = ':';
            next = Decimal.padded(size % 60, 2, out, next);
        }
        return next;
    }
}
