package dev.tactus.processor.core.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts, and where the schedule stands after them.
 *
 * @param next the first nominal instant without a verdict, {@link dev.tactus.recurrence.Recurrence#NONE} if none is left
 * @param due the next one's instant after jitter
 * @param waiting the nominal instant that waits for open jobs; null without
 */
public record Decision(
        List<Verdict> verdicts,
        long next,
        long due,
        @Nullable Long waiting) {}
