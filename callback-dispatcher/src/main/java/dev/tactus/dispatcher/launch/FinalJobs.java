package dev.tactus.dispatcher.launch;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** The jobs that ended most recently. A job in it is not launched; one that is not in it may have ended long ago. */
public final class FinalJobs {
    private final int capacity;
    private final Set<UUID> jobs = new LinkedHashSet<>();

    public FinalJobs(int capacity) {
        this.capacity = capacity;
    }

    public synchronized void add(UUID job) {
        jobs.remove(job);
        jobs.add(job);
        if (jobs.size() > capacity) {
            jobs.remove(jobs.iterator().next());
        }
    }

    public synchronized boolean contains(UUID job) {
        return jobs.contains(job);
    }
}
