package dev.tactus.recurrence;

/** Stable hashes: the same on every machine and in every version, since fires are derived from them. */
final class Hash {
    private Hash() {}

    /** FNV-1a over the text's UTF-16 units, then mixed. */
    static long of(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** The finalizer of SplitMix64: every bit of the input moves about half of the output. */
    static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** A number from 0 to {@code bound - 1}. */
    static long within(long hash, long bound) {
        return Long.remainderUnsigned(hash, bound);
    }
}
