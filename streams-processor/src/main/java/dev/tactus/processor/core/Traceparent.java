package dev.tactus.processor.core;

import dev.tactus.contracts.UuidText;
import java.util.UUID;

/** W3C trace context: the trace is the job's id, so everything that a fire leads to can join it. */
final class Traceparent {
    /** Version, trace, parent and flags, each behind a dash but the first. */
    private static final int LENGTH = 2 + 1 + 32 + 1 + 16 + 1 + 2;

    private Traceparent() {}

    /** The header's value, in ASCII. */
    static byte[] of(UUID job) {
        long low = job.getLeastSignificantBits();
        byte[] text = new byte[LENGTH];
        int at = UuidText.hex(0, 2, text, 0);
        text[at++] = '-';
        at = UuidText.hex(job.getMostSignificantBits(), 16, text, at);
        at = UuidText.hex(low, 16, text, at);
        text[at++] = '-';
        at = UuidText.hex(low, 16, text, at);
        text[at++] = '-';
        UuidText.hex(1, 2, text, at);
        return text;
    }
}
