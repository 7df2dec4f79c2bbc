package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.topic.Partitions;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Per partition the jobs that ended last, and since when these are all that ended. A job in it is not launched; one that
 * is not in it may have ended before that.
 */
public final class FinalJobs {
    private final Partitions partitions;
    private final int capacity;
    private final Map<Integer, Known> known = new HashMap<>();

    /** @param capacity jobs of one partition; beyond it the one that ended first is forgotten */
    public FinalJobs(Partitions partitions, int capacity) {
        this.partitions = partitions;
        this.capacity = capacity;
    }

    public synchronized boolean contains(UUID job) {
        Known of = known.get(partitions.of(job));
        return of != null && of.ends.containsKey(job);
    }

    /** Whether every job of the partition that ended at {@code since} or later is known, as far as was read. */
    synchronized boolean covers(int partition, Instant since) {
        return !since.isBefore(of(partition).completeSince);
    }

    /** All of the partition that ended from then on have been added, but for what {@link #add} said it forgot. */
    synchronized void cover(int partition, Instant since) {
        Known of = of(partition);
        if (since.isBefore(of.completeSince)) {
            of.completeSince = since;
        }
    }

    /** When the job ended that was forgotten for this one, if any was: what ended at that time or before is not covered. */
    synchronized Optional<Instant> add(int partition, UUID job, Instant endedAt) {
        Known of = of(partition);
        if (of.ends.putIfAbsent(job, endedAt) != null) {
            return Optional.empty();
        }
        of.byTime.add(new End(endedAt, job));
        if (of.byTime.size() <= capacity) {
            return Optional.empty();
        }
        End forgotten = of.byTime.removeFirst();
        of.ends.remove(forgotten.job);
        Instant complete = after(forgotten.at);
        if (of.completeSince.isBefore(complete)) {
            of.completeSince = complete;
        }
        return Optional.of(forgotten.at);
    }

    /** The first instant that is covered when a job that ended at the given one is forgotten. */
    static Instant after(Instant forgotten) {
        return forgotten.plusMillis(1);
    }

    private Known of(int partition) {
        return known.computeIfAbsent(partition, any -> new Known());
    }

    private record End(Instant at, UUID job) {}

    private static final class Known {
        private final Map<UUID, Instant> ends = new HashMap<>();
        private final NavigableSet<End> byTime =
                new TreeSet<>(Comparator.comparing(End::at).thenComparing(End::job));
        private Instant completeSince = Instant.MAX;
    }
}
