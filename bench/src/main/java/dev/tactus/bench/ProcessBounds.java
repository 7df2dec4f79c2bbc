package dev.tactus.bench;

import dev.tactus.bench.process.ChildJvm;
import java.time.Duration;

/** The most threads and memory that a process had while it was watched. */
final class ProcessBounds implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(500);

    private final ChildJvm process;
    private final Thread watch = Thread.ofVirtual().name("bounds").unstarted(this::watch);
    private volatile int mostThreads;
    private volatile long mostResidentBytes;

    private ProcessBounds(ChildJvm process) {
        this.process = process;
    }

    static ProcessBounds of(ChildJvm process) {
        ProcessBounds bounds = new ProcessBounds(process);
        bounds.watch.start();
        return bounds;
    }

    private void watch() {
        try {
            while (true) {
                mostThreads = Math.max(mostThreads, process.threads());
                mostResidentBytes = Math.max(mostResidentBytes, process.residentBytes());
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    int mostThreads() {
        return mostThreads;
    }

    long mostResidentBytes() {
        return mostResidentBytes;
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
