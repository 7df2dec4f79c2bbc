package dev.tactus.processor.core.timer;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * What is due when. It is derived from the rows, lives in memory and is rebuilt when a task starts, so
 * finding what is due costs nothing for what is not. Those of one instant come in any order.
 */
@SuppressWarnings("EnumOrdinal") // Arrays by ordinal, in memory only.
public final class TimerIndex {
    /** Not due again. */
    public static final long NEVER = Long.MAX_VALUE;

    private record Entry(Timer timer, long due) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            // By nothing else: where many are equal nothing is moved, so taking one of a herd costs no search.
            return Long.compare(due, other.due);
        }
    }

    /** Fewer stale entries than this are not worth a walk. */
    private static final int SLACK = 1_024;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    /** The one entry that counts for each timer; those of another instant are stale and passed over. */
    private final Map<Timer, Entry> current = new HashMap<>();
    /** By kind. Written by one thread, read by any: for it to be seen soon is enough. */
    private final AtomicIntegerArray armed = new AtomicIntegerArray(Timer.Kind.values().length);

    /**
     * Sets the timer, in place of when it was due before.
     *
     * @param due epoch milliseconds; {@link #NEVER} clears it
     */
    public void set(Timer timer, long due) {
        if (due == NEVER) {
            clear(timer);
            return;
        }
        Entry before = current.get(timer);
        if (before != null && before.due() == due) {
            return;
        }
        Entry entry = new Entry(timer, due);
        current.put(timer, entry);
        entries.add(entry);
        if (before == null) {
            count(timer, 1);
        } else {
            forgetStale();
        }
    }

    public void clear(Timer timer) {
        if (current.remove(timer) != null) {
            count(timer, -1);
            forgetStale();
        }
    }

    /** Else what is set far ahead and cleared would stay until then. Each walk is paid by as many changes. */
    private void forgetStale() {
        if (entries.size() > 2 * current.size() + SLACK) {
            entries.clear();
            entries.addAll(current.values());
        }
    }

    /** How many entries are held, stale ones included. */
    int held() {
        return entries.size();
    }

    public void clear() {
        entries.clear();
        current.clear();
        for (int kind = 0; kind < armed.length(); kind++) {
            armed.setOpaque(kind, 0);
        }
    }

    /** Takes the earliest timer at or before {@code now}; null if there is none. */
    public @Nullable Timer takeDue(long now) {
        while (true) {
            Entry head = entries.peek();
            if (head == null || head.due() > now) {
                return null;
            }
            entries.poll();
            Entry counts = current.get(head.timer());
            if (counts != null && counts.due() == head.due()) {
                clear(head.timer());
                return head.timer();
            }
        }
    }

    /** How many timers of this kind are set. May be called from any thread. */
    public int armed(Timer.Kind kind) {
        return armed.getOpaque(kind.ordinal());
    }

    private void count(Timer timer, int change) {
        int kind = timer.kind().ordinal();
        armed.setOpaque(kind, armed.getPlain(kind) + change);
    }

    /** An instant at or before which nothing is due; {@link #NEVER} if nothing is. */
    public long nextDue() {
        Entry head = entries.peek();
        return head == null ? NEVER : head.due();
    }
}
