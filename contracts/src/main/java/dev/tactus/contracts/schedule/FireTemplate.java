package dev.tactus.contracts.schedule;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tactus.contracts.Decimal;
import dev.tactus.contracts.InstantText;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.OffsetText;
import dev.tactus.contracts.UuidText;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of {@link FireEvent}s that are alike but for their schedule's id and parameters. Most of it is the same
 * in each and is encoded once, the rest is written where it belongs: of what a fire costs, encoding the whole anew took a
 * sixth. It is once in memory for all schedules that have the same tenant, workflow and time-out. A test holds it against
 * {@link Json}.
 */
public final class FireTemplate {
    private static final byte[] START = ascii("{\"job_id\":\"");
    private static final byte[] REVISION = ascii("\",\"revision\":");
    private static final byte[] DUE = ascii("\",\"due_at\":\"");
    private static final byte[] EMITTED = ascii("\",\"emitted_at\":\"");
    private static final byte[] LOCAL = ascii("\",\"local_time\":\"");
    private static final byte[] OFFSET = ascii("\",\"utc_offset\":\"");
    private static final byte[] DST = ascii("\",\"dst\":\"");
    private static final byte[] QUOTE = ascii("\"");

    private final byte[] tenant;
    private final byte[] work;
    private final byte[] rules;
    private final byte[] timeout;

    /** The bytes of all that has the same length in each. */
    private final int fixed;

    public FireTemplate(String tenant, String workflow, int timeoutSeconds, FireKind kind, String tzdbVersion) {
        this.tenant = joined(ascii("\",\"tenant\":"), quoted(tenant), ascii(",\"schedule_id\":\""));
        this.work = joined(
                ascii(",\"workflow\":"),
                quoted(workflow),
                ascii(",\"kind\":\"" + kind.word() + "\",\"scheduled_at\":\""));
        this.rules = joined(ascii("\",\"tzdb_version\":"), quoted(tzdbVersion), ascii(",\"params\":"));
        this.timeout = ascii(",\"timeout_seconds\":" + timeoutSeconds + ",\"seq\":");
        this.fixed = START.length
                + UuidText.LENGTH
                + this.tenant.length
                + UuidText.LENGTH
                + REVISION.length
                + work.length
                + DUE.length
                + EMITTED.length
                + LOCAL.length
                + OFFSET.length
                + rules.length
                + timeout.length
                + 1;
    }

    /**
     * One event's JSON. Instants are epoch milliseconds.
     *
     * @param params their JSON: the schedule's, or the fire's own
     * @param offsetSeconds of the schedule's zone from UTC at the nominal instant
     * @param dst one of the fixed words of the recurrence, or null
     */
    public byte[] fire(
            UUID scheduleId,
            long revision,
            byte[] params,
            UUID jobId,
            long scheduledAt,
            long dueAt,
            long emittedAt,
            int offsetSeconds,
            @Nullable String dst,
            long seq) {
        long local = scheduledAt + offsetSeconds * 1_000L;
        int length = fixed
                + Decimal.length(revision)
                + InstantText.length(scheduledAt)
                + InstantText.length(dueAt)
                + InstantText.length(emittedAt)
                + InstantText.localLength(local)
                + OffsetText.length(offsetSeconds)
                + (dst == null ? 0 : DST.length + dst.length())
                + params.length
                + Decimal.length(seq);
        byte[] out = new byte[length];
        int at = put(START, out, 0);
        at = UuidText.put(jobId, out, at);
        at = put(tenant, out, at);
        at = UuidText.put(scheduleId, out, at);
        at = put(REVISION, out, at);
        at = Decimal.put(revision, out, at);
        at = put(work, out, at);
        at = InstantText.put(scheduledAt, out, at);
        at = put(DUE, out, at);
        at = InstantText.put(dueAt, out, at);
        at = put(EMITTED, out, at);
        at = InstantText.put(emittedAt, out, at);
        at = put(LOCAL, out, at);
        at = InstantText.putLocal(local, out, at);
        at = put(OFFSET, out, at);
        at = OffsetText.put(offsetSeconds, out, at);
        if (dst != null) {
            at = put(DST, out, at);
            at = put(ascii(dst), out, at);
        }
        at = put(rules, out, at);
        at = put(params, out, at);
        at = put(timeout, out, at);
        at = Decimal.put(seq, out, at);
        out[at] = '}';
        return out;
    }

    private static int put(byte[] part, byte[] out, int at) {
        System.arraycopy(part, 0, out, at, part.length);
        return at + part.length;
    }

    private static byte[] quoted(String text) {
        return joined(QUOTE, JsonStringEncoder.getInstance().quoteAsUTF8(text), QUOTE);
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            at = put(part, all, at);
        }
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
