package dev.tactus.processor.core.timer;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is due when. It is derived from the rows, lives in memory and is rebuilt when a task starts, so
 * finding what is due costs nothing for what is not. Those of one instant come in any order.
 */
public final class TimerIndex {
    /** Not due again. */
    public static final long NEVER = Long.MAX_VALUE;

    private record Entry(long due, Timer timer) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            // By nothing else: where many are equal nothing is moved, so taking one of a herd costs no search.
            return Long.compare(due, other.due);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    /** The one due instant that counts for each timer; entries that say another are stale and passed over. */
    private final Map<Timer, Long> dueByTimer = new HashMap<>();

    /**
     * Sets the timer, in place of when it was due before.
     *
     * @param due epoch milliseconds; {@link #NEVER} clears it
     */
    public void set(Timer timer, long due) {
        if (due == NEVER) {
            dueByTimer.remove(timer);
            return;
        }
        Long before = dueByTimer.put(timer, due);
        if (before == null || before != due) {
            entries.add(new Entry(due, timer));
        }
    }

    public void clear(Timer timer) {
        dueByTimer.remove(timer);
    }

    public void clear() {
        entries.clear();
        dueByTimer.clear();
    }

    /** Takes the earliest timer at or before {@code now}; null if there is none. */
    public @Nullable Timer takeDue(long now) {
        while (true) {
            Entry head = entries.peek();
            if (head == null || head.due() > now) {
                return null;
            }
            entries.poll();
            Long due = dueByTimer.get(head.timer());
            if (due != null && due == head.due()) {
                dueByTimer.remove(head.timer());
                return head.timer();
            }
        }
    }

    /** An instant at or before which nothing is due; {@link #NEVER} if nothing is. */
    public long nextDue() {
        Entry head = entries.peek();
        return head == null ? NEVER : head.due();
    }
}
