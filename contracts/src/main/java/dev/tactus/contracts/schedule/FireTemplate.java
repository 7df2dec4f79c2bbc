package dev.tactus.contracts.schedule;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tactus.contracts.InstantText;
import dev.tactus.contracts.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of {@link FireEvent}s that are alike but for their schedule's id and parameters. Most of it is the same
 * in each and is encoded once: of what a fire costs, encoding the whole anew took a sixth. It is once in memory for all
 * schedules that have the same tenant, workflow and time-out. A test holds it against {@link Json}.
 */
public final class FireTemplate {
    private static final byte[] START = ascii("{\"job_id\":\"");
    private static final byte[] REVISION = ascii("\",\"revision\":");
    private static final byte[] DUE = ascii("\",\"due_at\":\"");
    private static final byte[] EMITTED = ascii("\",\"emitted_at\":\"");
    private static final byte[] LOCAL = ascii("\",\"local_time\":\"");
    private static final byte[] OFFSET = ascii("\",\"utc_offset\":\"");
    private static final byte[] DST = ascii("\",\"dst\":\"");
    private static final byte[] END = ascii("}");
    /** More than all that is not the schedule's takes. */
    private static final int VARIABLE = 512;

    private static final byte[] QUOTE = ascii("\"");

    private final byte[] tenant;
    private final byte[] work;
    private final byte[] rules;
    private final byte[] timeout;

    public FireTemplate(String tenant, String workflow, int timeoutSeconds, FireKind kind, String tzdbVersion) {
        this.tenant = joined(ascii("\",\"tenant\":"), quoted(tenant), ascii(",\"schedule_id\":\""));
        this.work = joined(
                ascii(",\"workflow\":"),
                quoted(workflow),
                ascii(",\"kind\":\"" + kind.name().toLowerCase(Locale.ROOT) + "\",\"scheduled_at\":\""));
        this.rules = joined(ascii("\",\"tzdb_version\":"), quoted(tzdbVersion), ascii(",\"params\":"));
        this.timeout = ascii(",\"timeout_seconds\":" + timeoutSeconds + ",\"seq\":");
    }

    /**
     * One event's JSON. Instants are epoch milliseconds.
     *
     * @param params their JSON: the schedule's, or the fire's own
     * @param local the nominal instant on the wall clock of the schedule's zone
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
            LocalDateTime local,
            ZoneOffset offset,
            @Nullable String dst,
            long seq) {
        ByteBuffer out = ByteBuffer.allocate(VARIABLE + tenant.length + work.length + rules.length + params.length);
        out.put(START).put(ascii(jobId.toString())).put(tenant).put(ascii(scheduleId.toString()));
        out.put(REVISION).put(ascii(Long.toString(revision))).put(work);
        InstantText.put(scheduledAt, out);
        out.put(DUE);
        InstantText.put(dueAt, out);
        out.put(EMITTED);
        InstantText.put(emittedAt, out);
        out.put(LOCAL).put(ascii(localText(local))).put(OFFSET).put(ascii(offset.getId()));
        if (dst != null) {
            out.put(DST).put(ascii(dst));
        }
        out.put(rules).put(params).put(timeout).put(ascii(Long.toString(seq))).put(END);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** ISO 8601 with milliseconds and without offset. */
    public static String localText(LocalDateTime local) {
        return InstantText.local(local.toInstant(ZoneOffset.UTC).toEpochMilli());
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
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
