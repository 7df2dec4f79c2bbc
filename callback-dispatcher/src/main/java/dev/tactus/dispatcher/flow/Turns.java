package dev.tactus.dispatcher.flow;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;

/** What waits, in a line for each owner; the owners take turns. Not safe for use by several threads. */
final class Turns<T> {
    /** The owner whose turn it is stands first. */
    private final Map<String, Queue<T>> lines = new LinkedHashMap<>();

    void add(String owner, T item) {
        lines.computeIfAbsent(owner, name -> new ArrayDeque<>()).add(item);
    }

    int size(String owner) {
        Queue<T> line = lines.get(owner);
        return line == null ? 0 : line.size();
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** @throws NoSuchElementException when nothing waits */
    T remove() {
        Map.Entry<String, Queue<T>> first = lines.entrySet().iterator().next();
        String owner = first.getKey();
        Queue<T> line = first.getValue();
        T item = line.remove();
        lines.remove(owner);
        if (!line.isEmpty()) {
            lines.put(owner, line);
        }
        return item;
    }
}
