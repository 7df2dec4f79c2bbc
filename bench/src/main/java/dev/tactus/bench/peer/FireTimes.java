package dev.tactus.bench.peer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** When each schedule of a herd fired, in epoch milliseconds. Written by the peer's threads. */
final class FireTimes {
    private final AtomicLongArray times;
    private final AtomicInteger count = new AtomicInteger();

    /** @param expected further ones are not kept */
    FireTimes(int expected) {
        this.times = new AtomicLongArray(expected);
    }

    void fired() {
        int index = count.getAndIncrement();
        if (index < times.length()) {
            times.set(index, System.currentTimeMillis());
        }
    }

    int seen() {
        return Math.min(count.get(), times.length());
    }

    boolean complete() {
        return seen() == times.length();
    }

    /** @param index below {@link #seen()}; 0 when its thread has not written it yet */
    long time(int index) {
        return times.get(index);
    }
}
