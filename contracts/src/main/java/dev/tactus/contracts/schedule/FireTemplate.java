package dev.tactus.contracts.schedule;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.InstantText;
import dev.tactus.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a schedule's {@link FireEvent}s. Most of it is the same in each and is encoded once: of what a fire
 * costs, encoding the whole anew took a sixth. A test holds it against {@link Json}.
 */
public final class FireTemplate {
    private static final byte[] START = ascii("{\"job_id\":\"");
    private static final byte[] END = ascii("}");
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
        byte[] id = ascii(jobId + "\",");
        String scheduled = InstantText.of(scheduledAt);
        StringBuilder times = new StringBuilder(240)
                .append(",\"scheduled_at\":\"")
                .append(scheduled)
                .append("\",\"due_at\":\"")
                .append(dueAt == scheduledAt ? scheduled : InstantText.of(dueAt))
                .append("\",\"emitted_at\":\"")
                .append(InstantText.of(emittedAt))
                .append("\",\"local_time\":\"")
                .append(localText(local))
                .append("\",\"utc_offset\":\"")
                .append(offset.getId())
                .append('"');
        if (dst != null) {
            times.append(",\"dst\":\"").append(dst).append('"');
        }
        times.append(',');
        return joined(START, id, schedule, ascii(times.toString()), work, ascii(",\"seq\":" + seq), END);
    }

    /** ISO 8601 with milliseconds and without offset. */
    public static String localText(LocalDateTime local) {
        String utc = InstantText.of(local.toInstant(ZoneOffset.UTC));
        return utc.substring(0, utc.length() - 1);
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
