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
 * in each and is encoded once: of what a fire costs, encoding the whole anew took a sixth. It is once in memory for all
 * schedules that have the same tenant, workflow and time-out. A test holds it against {@link Json}.
 */
public final class FireTemplate {
    private static final byte[] START = ascii("{\"job_id\":\"");
    private static final byte[] TENANT = ascii("\",\"tenant\":\"");
    private static final byte[] SCHEDULE_ID = ascii("\",\"schedule_id\":\"");
    private static final byte[] REVISION = ascii("\",\"revision\":");
    private static final byte[] WORKFLOW = ascii(",\"workflow\":\"");
    private static final byte[] KIND = ascii("\",\"kind\":\"");
    private static final byte[] SCHEDULED = ascii("\",\"scheduled_at\":\"");
    private static final byte[] DUE = ascii("\",\"due_at\":\"");
    private static final byte[] EMITTED = ascii("\",\"emitted_at\":\"");
    private static final byte[] LOCAL = ascii("\",\"local_time\":\"");
    private static final byte[] OFFSET = ascii("\",\"utc_offset\":\"");
    private static final byte[] DST = ascii("\",\"dst\":\"");
    private static final byte[] TZDB = ascii("\",\"tzdb_version\":\"");
    private static final byte[] PARAMS = ascii("\",\"params\":");
    private static final byte[] TIMEOUT = ascii(",\"timeout_seconds\":");
    private static final byte[] SEQ = ascii(",\"seq\":");

    /** The bytes of all that is written always, has one length, and is not in one of the arrays below. */
    private static final int FIXED = START.length
            + UuidText.LENGTH
            + UuidText.LENGTH
            + REVISION.length
            + DUE.length
            + EMITTED.length
            + LOCAL.length
            + OFFSET.length
            + 1;

    /** What stands between the parts that vary, in this order. */
    private final byte[] tenant;

    private final byte[] work;
    private final byte[] rules;
    private final byte[] timeout;

    public FireTemplate(String tenant, String workflow, int timeoutSeconds, FireKind kind, String tzdbVersion) {
        this.tenant = joined(TENANT, quoted(tenant), SCHEDULE_ID);
        this.work = joined(WORKFLOW, quoted(workflow), KIND, ascii(kind.word()), SCHEDULED);
        this.rules = joined(TZDB, quoted(tzdbVersion), PARAMS);
        this.timeout = joined(TIMEOUT, Decimal.bytes(timeoutSeconds), SEQ);
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
        byte[] out = new byte
                [FIXED
                        + tenant.length
                        + Decimal.length(revision)
                        + work.length
                        + rules.length
                        + params.length
                        + timeout.length
                        + InstantText.length(scheduledAt)
                        + InstantText.length(dueAt)
                        + InstantText.length(emittedAt)
                        + InstantText.length(local)
                        - 1
                        + OffsetText.length(offsetSeconds)
                        + (dst == null ? 0 : DST.length + dst.length())
                        + Decimal.length(seq)];
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

    /** Without the quotation marks around it. */
    private static byte[] quoted(String text) {
        return JsonStringEncoder.getInstance().quoteAsUTF8(text);
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
