package dev.tactus.contracts.schedule;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * The JSON form of a schedule's {@link FireEvent}s. Most of it is the same in each and is encoded once: of what a fire
 * costs, encoding the whole anew took a sixth. A test holds it against {@link Json}.
 */
public final class FireTemplate {
    private static final byte[] START = ascii("{\"job_id\":\"");
    private static final byte[] AFTER_ID = ascii("\",");
    private static final byte[] SCHEDULED = ascii(",\"scheduled_at\":\"");
    private static final byte[] DUE = ascii("\",\"due_at\":\"");
    private static final byte[] EMITTED = ascii("\",\"emitted_at\":\"");
    private static final byte[] LOCAL = ascii("\",\"local_time\":\"");
    private static final byte[] OFFSET = ascii("\",\"utc_offset\":\"");
    private static final byte[] DST = ascii("\",\"dst\":\"");
    private static final byte[] AFTER_TIMES = ascii("\",");
    private static final byte[] SEQ = ascii(",\"seq\":");
    private static final byte[] END = ascii("}");
    /** More than all that is not the schedule's takes. */
    private static final int VARIABLE = 512;

    /** Of this object and its arrays, beside what they contain. */
    private static final int OVERHEAD = 48;

    private static final byte[] QUOTE = ascii("\"");

    private final byte[] schedule;
    private final byte[] work;

    /** @param params as in the event: the schedule's, or the fire's own */
    public FireTemplate(ScheduleState state, FireKind kind, String tzdbVersion, ObjectNode params) {
        ScheduleDefinition definition = state.definition();
        this.schedule = joined(
                ascii("\"tenant\":"),
                quoted(definition.tenant()),
                ascii(",\"schedule_id\":\"" + definition.id() + "\",\"revision\":" + state.revision()
                        + ",\"workflow\":"),
                quoted(definition.workflow()),
                ascii(",\"kind\":\"" + kind.name().toLowerCase(Locale.ROOT) + '"'));
        this.work = joined(
                ascii("\"tzdb_version\":"),
                quoted(tzdbVersion),
                ascii(",\"params\":"),
                Json.bytes(params),
                ascii(",\"timeout_seconds\":" + definition.timeoutSeconds()));
    }

    /**
     * One event's JSON. Instants are epoch milliseconds.
     *
     * @param local the nominal instant on the wall clock of the schedule's zone
     * @param dst one of the fixed words of the recurrence, or null
     */
    public byte[] fire(
            UUID jobId,
            long scheduledAt,
            long dueAt,
            long emittedAt,
            LocalDateTime local,
            ZoneOffset offset,
            @Nullable String dst,
            long seq) {
        ByteBuffer out = ByteBuffer.allocate(VARIABLE + schedule.length + work.length);
        out.put(START).put(ascii(jobId.toString())).put(AFTER_ID).put(schedule).put(SCHEDULED);
        InstantText.put(scheduledAt, out);
        out.put(DUE);
        InstantText.put(dueAt, out);
        out.put(EMITTED);
        InstantText.put(emittedAt, out);
        out.put(LOCAL).put(ascii(localText(local))).put(OFFSET).put(ascii(offset.getId()));
        if (dst != null) {
            out.put(DST).put(ascii(dst));
        }
        out.put(AFTER_TIMES).put(work).put(SEQ).put(ascii(Long.toString(seq))).put(END);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** About how many bytes of heap this takes. */
    public int bytes() {
        return OVERHEAD + schedule.length + work.length;
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
