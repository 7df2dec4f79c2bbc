package dev.tactus.processor.core.timer;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is due when: one timer a key. It is derived from the rows, lives in memory and is rebuilt when a task starts, so
 * finding what is due costs nothing for what is not.
 */
public final class TimerIndex {
    /** Not due again. */
    public static final long NEVER = Long.MAX_VALUE;

    private record Entry(long due, String key) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byDue = Long.compare(due, other.due);
            // By key too, so that the order of a herd does not depend on the order of inserts.
            return byDue != 0 ? byDue : key.compareTo(other.key);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    /** The one due instant that counts for each key; entries that say another are stale and passed over. */
    private final Map<String, Long> dueByKey = new HashMap<>();

    /**
     * Sets the key's timer, in place of any other.
     *
     * @param due epoch milliseconds; {@link #NEVER} clears it
     */
    public void set(String key, long due) {
        if (due == NEVER) {
            dueByKey.remove(key);
            return;
        }
        Long before = dueByKey.put(key, due);
        if (before == null || before != due) {
            entries.add(new Entry(due, key));
        }
    }

    public void clear(String key) {
        dueByKey.remove(key);
    }

    public void clear() {
        entries.clear();
        dueByKey.clear();
    }

    /** Takes the earliest timer at or before {@code now}; null if there is none. */
    public @Nullable String takeDue(long now) {
        while (true) {
            Entry head = entries.peek();
            if (head == null || head.due() > now) {
                return null;
            }
            entries.poll();
            Long due = dueByKey.get(head.key());
            if (due != null && due == head.due()) {
                dueByKey.remove(head.key());
                return head.key();
            }
        }
    }

    /** An instant at or before which nothing is due; {@link #NEVER} if nothing is. */
    public long nextDue() {
        Entry head = entries.peek();
        return head == null ? NEVER : head.due();
    }
}
