package dev.tactus.dispatcher.launch;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads a partition's job events again, for the ends of some jobs. These are kept until the next watch, however many other
 * jobs end: else a backlog of fires that is longer than {@link FinalJobs} would never be judged.
 */
final class Watch {
    private final Set<UUID> jobs;
    private final Set<UUID> ended = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Instant since;

    /** Only the tail's thread knows these. */
    private Instant coveredSince;

    private boolean begun;
    private long end;

    Watch(Instant since, Set<UUID> jobs) {
        this.since = since;
        this.jobs = Set.copyOf(jobs);
        this.coveredSince = since;
    }

    /** One that also answers for what another watch was still reading: so tries that time out come to an end. */
    Watch with(Watch other) {
        if (other.done.isDone()) {
            return this;
        }
        Set<UUID> both = new HashSet<>(jobs);
        both.addAll(other.jobs);
        return new Watch(since.isBefore(other.since) ? since : other.since, both);
    }

    boolean answers(Instant from, Set<UUID> of) {
        return !since.isAfter(from) && jobs.containsAll(of);
    }

    Instant since() {
        return since;
    }

    /** Completes when everything was read that was there when the reading began. */
    CompletableFuture<Void> done() {
        return done;
    }

    Set<UUID> ended() {
        return ended;
    }

    void add(UUID job) {
        if (jobs.contains(job)) {
            ended.add(job);
        }
    }

    boolean begun() {
        return begun;
    }

    /** @param offset up to which it has to read, excluded */
    void begin(long offset) {
        begun = true;
        end = offset;
        coveredSince = since;
    }

    /** What it has read is lost with its consumer. */
    void beginAnew() {
        begun = done.isDone();
    }

    void forgotten(Instant at) {
        Instant after = FinalJobs.after(at);
        if (coveredSince.isBefore(after)) {
            coveredSince = after;
        }
    }

    boolean readUpTo(long position) {
        return begun && !done.isDone() && position >= end;
    }

    /** Since when all ends are known once it is done; later than asked for if there were too many to remember. */
    Instant coveredSince() {
        return coveredSince;
    }
}
