package dev.tactus.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** An append-only list that tests wait on. Waiting wakes with each addition; nothing polls. */
final class Arrivals<T> {
    private final List<T> items = new ArrayList<>();

    synchronized void add(T item) {
        items.add(item);
        notifyAll();
    }

    synchronized List<T> snapshot() {
        return List.copyOf(items);
    }

    /** Wakes the waiters, whose condition may depend on something beside the list. */
    synchronized void changed() {
        notifyAll();
    }

    /**
     * Waits until the function finds what it looks for in the list.
     *
     * @throws AssertionError when it did not within the time, naming what was awaited and what had come
     */
    synchronized <R> R await(Function<List<T>, Optional<R>> search, String what, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<R> found = search.apply(items);
            if (found.isPresent()) {
                return found.get();
            }
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                throw new AssertionError("Waited " + timeout + " for " + what + "; " + items.size() + " came: "
                        + items.subList(Math.max(0, items.size() - 10), items.size()));
            }
            try {
                wait(leftMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for " + what, e);
            }
        }
    }

    /** Waits until at least this many are there, and returns all. */
    List<T> awaitCount(int count, Duration timeout) {
        return await(
                list -> list.size() >= count ? Optional.of(List.copyOf(list)) : Optional.empty(),
                "at least " + count,
                timeout);
    }

    /** Waits for the first that matches. */
    T awaitMatch(Predicate<? super T> predicate, String what, Duration timeout) {
        return await(list -> list.stream().filter(predicate).findFirst(), what, timeout);
    }
}
