package dev.tactus.bench.load;

import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.EntityKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Which fires were to come, which came, and how late. One instant of each schedule is expected. */
public final class FireTally {
    /** An hour, in milliseconds: nothing that works is later. */
    private static final long MOST_LATE = 3_600_000;

    private static final class Expected {
        private final long due;
        private final @Nullable Histogram lateness;
        private int seen;

        Expected(long due, @Nullable Histogram lateness) {
            this.due = due;
            this.lateness = lateness;
        }
    }

    private final Map<UUID, Expected> expected = new HashMap<>();
    private final Histogram lateness = new Histogram(MOST_LATE, 3);
    private final Histogram bystanders = new Histogram(MOST_LATE, 3);
    private final ScheduledAt scheduledAt = new ScheduledAt();
    private long lastVisible;
    private int seen;
    private int doubled;
    private int unexpected;
    private int early;

    /** Expects a fire at this instant. */
    public void expect(ScheduleDefinition definition, Instant due) {
        expect(definition, due, true);
    }

    /** @param measured whether its lateness counts; a fire of the warm-up must come, and may be late */
    public void expect(ScheduleDefinition definition, Instant due, boolean measured) {
        expect(definition.id(), due, measured);
    }

    /** The same of a schedule that is known by its id only. */
    void expect(UUID schedule, Instant due, boolean measured) {
        expected.put(schedule, new Expected(due.toEpochMilli(), measured ? lateness : null));
    }

    /** Expects one whose lateness is counted apart: what the others do to it. */
    public void expectBystander(ScheduleDefinition definition, Instant due) {
        expected.put(definition.id(), new Expected(due.toEpochMilli(), bystanders));
    }

    /**
     * Notes a fire event.
     *
     * @param visible epoch milliseconds when the consumer got it
     */
    public void saw(byte[] key, byte[] event, long visible) {
        Expected known = expected.get(EntityKey.parse(key).id());
        if (known == null || known.due != scheduledAt.of(event)) {
            unexpected++;
            return;
        }
        if (known.seen++ > 0) {
            doubled++;
            return;
        }
        if (visible < known.due) {
            early++;
        }
        seen++;
        lastVisible = Math.max(lastVisible, visible);
        Histogram into = known.lateness;
        if (into != null) {
            into.recordValue(Math.clamp(visible - known.due, 0, MOST_LATE));
        }
    }

    public int expected() {
        return expected.size();
    }

    /** How many of the expected fires came, each counted once. */
    public int seen() {
        return seen;
    }

    public int lost() {
        return expected.size() - seen;
    }

    /** How many came, expected or not, each as often as it came. */
    long all() {
        return (long) seen + doubled + unexpected;
    }

    /** How many came again. */
    public int doubled() {
        return doubled;
    }

    /** How many came before their instant, which none may. */
    public int early() {
        return early;
    }

    /** How many came that no schedule here asked for. */
    public int unexpected() {
        return unexpected;
    }

    /** Epoch milliseconds when the last of the expected fires became visible. */
    public long lastVisible() {
        return lastVisible;
    }

    /** Milliseconds from the instant to the consumer. */
    public Histogram lateness() {
        return lateness;
    }

    /** The same of the bystanders. */
    public Histogram bystanders() {
        return bystanders;
    }
}
