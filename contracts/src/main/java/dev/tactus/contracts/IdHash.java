package dev.tactus.contracts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/**
 * The first 64 bits of the SHA-256 of some parts, in their order. Each part is preceded by its length in two bytes, so that
 * ("ab", "c") and ("a", "bc") differ. One a thread, because every fire has an id: what it takes to hash is made once.
 */
final class IdHash {
    private static final ThreadLocal<IdHash> OF_THREAD = ThreadLocal.withInitial(IdHash::new);
    private static final int LENGTH = Short.BYTES;

    private final MessageDigest digest = sha256();
    private final ByteBuffer hash = ByteBuffer.allocate(digest.getDigestLength());
    private byte[] parts = new byte[256];
    private int end;

    private IdHash() {}

    /** This thread's, without parts; it is to be used up before the next one is asked for. */
    static IdHash begin() {
        IdHash own = OF_THREAD.get();
        own.end = 0;
        return own;
    }

    IdHash text(String part) {
        int length = part.length();
        int at = room(length);
        for (int i = 0; i < length; i++) {
            char c = part.charAt(i);
            if (c >= 0x80) {
                return bytes(part.getBytes(StandardCharsets.UTF_8));
            }
            parts[at + i] = (byte) c;
        }
        return took(length);
    }

    /** As its text. */
    IdHash uuid(UUID part) {
        int at = room(UuidText.LENGTH);
        UuidText.put(part, parts, at);
        return took(UuidText.LENGTH);
    }

    /** As its text. */
    IdHash number(long part) {
        int length = Decimal.length(part);
        int at = room(length);
        Decimal.put(part, parts, at);
        return took(length);
    }

    long bits() {
        digest.update(parts, 0, end);
        try {
            digest.digest(hash.array(), 0, hash.capacity());
        } catch (DigestException e) {
            throw new IllegalStateException("a hash does not fit its own length", e);
        }
        return hash.getLong(0);
    }

    private IdHash bytes(byte[] part) {
        int at = room(part.length);
        System.arraycopy(part, 0, parts, at, part.length);
        return took(part.length);
    }

    /** Where a part of this length goes; there may be another array afterwards. */
    private int room(int length) {
        if (end + LENGTH + length > parts.length) {
            parts = Arrays.copyOf(parts, 2 * (end + LENGTH + length));
        }
        return end + LENGTH;
    }

    private IdHash took(int length) {
        parts[end] = (byte) (length >>> 8);
        parts[end + 1] = (byte) length;
        end += LENGTH + length;
        return this;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
