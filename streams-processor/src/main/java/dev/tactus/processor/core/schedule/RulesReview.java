package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.DeadLetters;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.recurrence.Recurrence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every schedule once after a start with other time-zone rules than the last one, and moves the next instants
 * that the new rules put elsewhere. It takes a slice of the schedules at a time, between the timers.
 */
public final class RulesReview {
    private static final Logger LOG = LoggerFactory.getLogger(RulesReview.class);

    private static final int SLICE = 500;
    private static final int NAMED_IN_LOG = 20;

    private final TaskContext task;
    private final Schedules schedules;
    private final DeadLetters deadLetters;
    private final @Nullable String before;
    private final String now;

    private String reviewedUpTo = "";
    private int moved;
    private boolean done;

    /**
     * @param before the version of the rules by which the partition's next instants were computed; null if it has none
     * @param now the version of this JVM's rules
     */
    public RulesReview(
            TaskContext task, Schedules schedules, DeadLetters deadLetters, @Nullable String before, String now) {
        this.task = task;
        this.schedules = schedules;
        this.deadLetters = deadLetters;
        this.before = before;
        this.now = now;
        this.done = before == null || before.equals(now);
    }

    public boolean done() {
        return done;
    }

    /** The rules by which all next instants are computed: the new ones only once every schedule was looked at. */
    public String version() {
        String earlier = before;
        return done || earlier == null ? now : earlier;
    }

    /** Looks at some more schedules. */
    public void turn() {
        String earlier = before;
        if (done || earlier == null) {
            return;
        }
        List<String> slice = new ArrayList<>();
        task.state().definitions().ascending(reviewedUpTo, (key, definition) -> {
            slice.add(key);
            return slice.size() < SLICE;
        });
        for (String key : slice) {
            review(EntityKey.parse(key), earlier);
        }
        if (slice.size() < SLICE) {
            done = true;
            LOG.info("Time-zone rules {} instead of {}: {} schedules moved", now, earlier, moved);
        } else {
            // Behind the last one: no key contains this character.
            reviewedUpTo = slice.getLast() + " ";
        }
    }

    private void review(EntityKey key, String earlier) {
        long[] change;
        try {
            change = schedules.review(key, earlier, now);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            // Older rules may not know its zone. It must not stop its partition.
            LOG.error("Time-zone rules {} can't tell when {} is next: {}", now, key, e.toString());
            deadLetters.schedule(key, "could not be reviewed under the time-zone rules " + now + ": " + e);
            return;
        }
        if (change.length > 0 && ++moved <= NAMED_IN_LOG) {
            LOG.warn(
                    "Time-zone rules {} instead of {} move the next fire of {} from {} to {}",
                    now,
                    earlier,
                    key,
                    text(change[0]),
                    text(change[1]));
        }
    }

    private static String text(long instant) {
        return instant == Recurrence.NONE ? "never" : Json.text(Instant.ofEpochMilli(instant));
    }
}
