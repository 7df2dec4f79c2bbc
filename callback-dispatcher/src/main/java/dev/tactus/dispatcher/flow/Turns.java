package dev.tactus.dispatcher.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What waits, in a line for each owner; the owners take turns. Not safe for use by several threads. */
final class Turns<T> {
    /** The owner whose turn it is stands first. */
    private final Map<String, Deque<T>> lines = new LinkedHashMap<>();

    void add(String owner, T item) {
        lines.computeIfAbsent(owner, name -> new ArrayDeque<>()).add(item);
    }

    int size(String owner) {
        Deque<T> line = lines.get(owner);
        return line == null ? 0 : line.size();
    }

    /** The owners of whom more than so many wait. */
    List<String> longerThan(int count) {
        return lines.entrySet().stream()
                .filter(line -> line.getValue().size() > count)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Removes the owner's last items one by one, until so many are left or one is not to go. */
    void removeLast(String owner, int left, Predicate<T> mayGo, Consumer<T> removed) {
        Deque<T> line = lines.get(owner);
        if (line == null) {
            return;
        }
        while (line.size() > left && mayGo.test(line.getLast())) {
            removed.accept(line.removeLast());
        }
        if (line.isEmpty()) {
            lines.remove(owner);
        }
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** @throws NoSuchElementException when nothing waits */
    T remove() {
        Map.Entry<String, Deque<T>> first = lines.entrySet().iterator().next();
        String owner = first.getKey();
        Deque<T> line = first.getValue();
        T item = line.remove();
        lines.remove(owner);
        if (!line.isEmpty()) {
            lines.put(owner, line);
        }
        return item;
    }
}
