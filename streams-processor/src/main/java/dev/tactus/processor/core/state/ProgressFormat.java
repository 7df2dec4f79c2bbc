package dev.tactus.processor.core.state;

import dev.tactus.contracts.Json;
import dev.tactus.processor.core.state.ScheduleProgress.OpenJob;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the one row that every fire reads and writes: binary, a fourth of its JSON's size and some twentieth of
 * its time. The first byte is the version; earlier releases wrote JSON, whose first byte is a brace, and such rows are
 * read too.
 *
 * <p>Version 1, big-endian: version, flags (1), next, due, decided, fires (8 each), failures (4); then by the flags the last
 * fire's instant (8), its job (16), the instant that waits (8), the last error (4 and UTF-8); then the number of open jobs
 * (4) and each one's id (16), nominal instant (8), when it fired (8), whether it has a row (1).
 */
final class ProgressFormat implements RowFormat<ScheduleProgress> {
    private static final byte VERSION = 1;
    private static final byte JSON = '{';

    private static final int LAST_FIRE = 1;
    private static final int LAST_JOB = 2;
    private static final int WAITING = 4;
    private static final int ERROR = 8;

    private static final int UUID_BYTES = 16;
    private static final int FIXED = 1 + 1 + 4 * Long.BYTES + Integer.BYTES + Integer.BYTES;
    private static final int OPEN_JOB = UUID_BYTES + 2 * Long.BYTES + 1;

    @Override
    public byte[] write(ScheduleProgress row) {
        Long lastFireAt = row.lastFireAt();
        UUID lastJobId = row.lastJobId();
        Long waiting = row.waiting();
        byte[] error = utf8(row.lastError());
        int flags = (lastFireAt == null ? 0 : LAST_FIRE)
                | (lastJobId == null ? 0 : LAST_JOB)
                | (waiting == null ? 0 : WAITING)
                | (error == null ? 0 : ERROR);
        byte[] bytes = new byte
                [FIXED
                        + (lastFireAt == null ? 0 : Long.BYTES)
                        + (lastJobId == null ? 0 : UUID_BYTES)
                        + (waiting == null ? 0 : Long.BYTES)
                        + (error == null ? 0 : Integer.BYTES + error.length)
                        + OPEN_JOB * row.open().size()];
        ByteBuffer out = ByteBuffer.wrap(bytes);
        out.put(VERSION).put((byte) flags);
        out.putLong(row.next()).putLong(row.due()).putLong(row.decided()).putLong(row.fires());
        out.putInt(row.consecutiveFailures());
        if (lastFireAt != null) {
            out.putLong(lastFireAt);
        }
        if (lastJobId != null) {
            put(out, lastJobId);
        }
        if (waiting != null) {
            out.putLong(waiting);
        }
        if (error != null) {
            out.putInt(error.length).put(error);
        }
        out.putInt(row.open().size());
        for (OpenJob job : row.open()) {
            put(out, job.id());
            out.putLong(job.scheduledAt()).putLong(job.firedAt()).put((byte) (job.row() ? 1 : 0));
        }
        return bytes;
    }

    @Override
    public ScheduleProgress read(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == JSON) {
            return Json.read(bytes, ScheduleProgress.class);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("a schedule's progress has form " + version
                    + ", which this release does not" + " know: a newer one has written it");
        }
        int flags = in.get();
        long next = in.getLong();
        long due = in.getLong();
        long decided = in.getLong();
        long fires = in.getLong();
        int failures = in.getInt();
        Long lastFireAt = (flags & LAST_FIRE) == 0 ? null : in.getLong();
        UUID lastJobId = (flags & LAST_JOB) == 0 ? null : uuid(in);
        Long waiting = (flags & WAITING) == 0 ? null : in.getLong();
        String error = (flags & ERROR) == 0 ? null : text(in);
        return new ScheduleProgress(
                next, due, decided, fires, lastFireAt, lastJobId, error, failures, openJobs(in), waiting);
    }

    private static List<OpenJob> openJobs(ByteBuffer in) {
        int count = in.getInt();
        if (count == 0) {
            return List.of();
        }
        List<OpenJob> open = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            open.add(new OpenJob(uuid(in), in.getLong(), in.getLong(), in.get() == 1));
        }
        return open;
    }

    private static void put(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
