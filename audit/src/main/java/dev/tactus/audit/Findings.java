package dev.tactus.audit;

import dev.tactus.audit.Finding.What;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts what is found within the bounds that were asked for, and hands it on. */
final class Findings {
    private final @Nullable Instant from;
    private final @Nullable Instant to;
    private final Consumer<Finding> out;
    private final Map<What, Long> counts = new EnumMap<>(What.class);
    private long seen;
    private long unjudged;
    private long waiting;

    /**
     * @param from findings of earlier instants are left out; null for none
     * @param to findings of later instants are left out; null for none
     */
    Findings(@Nullable Instant from, @Nullable Instant to, Consumer<Finding> out) {
        this.from = from;
        this.to = to;
        this.out = out;
    }

    /** @param saidAt epoch milliseconds, by which a finding without an instant is placed in time */
    void add(Finding finding, long saidAt) {
        seen++;
        Instant first = finding.instant() == null ? Instant.ofEpochMilli(saidAt) : finding.instant();
        Instant last = finding.last() == null ? first : finding.last();
        if ((from != null && last.isBefore(from)) || (to != null && first.isAfter(to))) {
            return;
        }
        counts.merge(finding.what(), finding.count(), Long::sum);
        out.accept(finding);
    }

    /** Instants that this JVM cannot judge. */
    void unjudged(long count) {
        unjudged += count;
    }

    /** An instant that waits for a job to end. */
    void waits() {
        waiting++;
    }

    /** How many findings there were, also outside the bounds. */
    long seen() {
        return seen;
    }

    long count(What what) {
        return counts.getOrDefault(what, 0L);
    }

    long unjudged() {
        return unjudged;
    }

    long waiting() {
        return waiting;
    }
}
