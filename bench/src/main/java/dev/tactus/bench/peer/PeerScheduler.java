package dev.tactus.bench.peer;

import java.time.Instant;

/** A peer in this JVM. It is given its herds before it is started. */
interface PeerScheduler extends AutoCloseable {
    /**
     * Adds recurring schedules that are all due at one instant, and every day at that time.
     *
     * @param fires told of each
     */
    void add(String name, int count, Instant due, FireTimes fires);

    void start();

    /** Does what the database would have to do anyway after many writes, so that the next herd does not wait for it. */
    void tidy();

    @Override
    void close();
}
