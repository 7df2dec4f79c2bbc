package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.SkipReason;

/** What was decided of nominal instants. Instants are epoch milliseconds. */
public sealed interface Verdict {
    /** @param cancelPrevious whether the schedule's open jobs are cancelled first */
    record Fire(long nominal, long due, boolean cancelPrevious) implements Verdict {}

    /** A run of instants that do not fire, all for one reason: from {@code first} to {@code last}, both inclusive. */
    record Skip(SkipReason reason, long first, long last, long count) implements Verdict {}
}
