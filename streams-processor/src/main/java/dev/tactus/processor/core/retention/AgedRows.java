package dev.tactus.processor.core.retention;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.Table;
import dev.tactus.processor.core.timer.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Removes the rows of a table by their age, tenant by tenant, the oldest first. Ids begin with the time from which a row's end
 * can't be far, so a look at a tenant's oldest rows tells when there is something to do; a timer waits for that. A mark below
 * which everything is gone saves the walk over what was deleted; it is kept in memory, so a start walks once.
 *
 * @param <V> what ends
 */
final class AgedRows<V> {
    /** The most rows that one turn looks at. */
    static final int LOOKED_AT = 500;

    /** A turn for every single row would cost more than the row. */
    private static final long SHORTEST_PAUSE = Duration.ofSeconds(1).toMillis();

    private static final long LONGEST_PAUSE = Duration.ofMinutes(1).toMillis();

    private final TaskContext task;
    private final Table<V> table;
    private final Timer.Kind kind;
    private final long age;
    private final ToLongFunction<V> endedAt;
    private final Predicate<V> removable;
    private final BiConsumer<EntityKey, V> remove;

    private final Map<String, Round> rounds = new HashMap<>();

    /** Where the look at a tenant's rows is. */
    private static final class Round {
        /** There is no row before it, or there was none when the round began. */
        private String mark;
        /** Where the next turn goes on. */
        private String from;
        /** Whether the round has left a row that is at the mark then. */
        private boolean left;
        /** When the first of the rows that were left may go. */
        private long next = Long.MAX_VALUE;

        private Round(String mark) {
            this.mark = mark;
            this.from = mark;
        }

        private void left(String key, long expires) {
            mark = left ? mark : key;
            left = true;
            next = Math.min(next, expires);
        }

        /** A row came. */
        private void came(String key, long expires) {
            if (key.compareTo(from) < 0) {
                mark = left && mark.compareTo(key) < 0 ? mark : key;
                left = true;
                next = Math.min(next, expires);
            }
        }

        private void again() {
            from = mark;
            left = false;
            next = Long.MAX_VALUE;
        }
    }

    /**
     * @param endedAt of a row in epoch milliseconds; not before the time in its id
     * @param removable whether a row that is old enough may go; asked again later if not
     */
    AgedRows(
            TaskContext task,
            Table<V> table,
            Timer.Kind kind,
            Duration age,
            ToLongFunction<V> endedAt,
            Predicate<V> removable,
            BiConsumer<EntityKey, V> remove) {
        this.task = task;
        this.table = table;
        this.kind = kind;
        this.age = age.toMillis();
        this.endedAt = endedAt;
        this.removable = removable;
        this.remove = remove;
    }

    /** Finds the tenants that have rows, by a look at the first row behind each. */
    void restore() {
        rounds.clear();
        // '0' follows '/'.
        for (String first = first("");
                first != null;
                first = first(EntityKey.parse(first).tenant() + "0")) {
            String tenant = EntityKey.parse(first).tenant();
            rounds.put(tenant, new Round(first));
            task.timers().set(timer(tenant), task.now());
        }
    }

    void ended(EntityKey key, V row) {
        long expires = endedAt.applyAsLong(row) + age;
        Round round = rounds.get(key.tenant());
        if (round == null) {
            rounds.put(key.tenant(), new Round(key.toString()));
            task.timers().set(timer(key.tenant()), expires);
        } else {
            round.came(key.toString(), expires);
        }
    }

    /** One turn for a tenant. */
    void due(String tenant) {
        Round round = rounds.get(tenant);
        if (round == null) {
            return;
        }
        long now = task.now();
        Map<EntityKey, V> old = new LinkedHashMap<>();
        int[] looked = {0};
        table.ascending(round.from, (text, row) -> {
            EntityKey key = EntityKey.parse(text);
            if (!key.tenant().equals(tenant)) {
                return false;
            }
            long expires = endedAt.applyAsLong(row) + age;
            if (expires <= now && removable.test(row)) {
                old.put(key, row);
            } else {
                round.left(text, expires);
            }
            round.from = text + "0";
            // What follows began later, so it ended later than now less the age.
            return Ids.epochMilli(key.id()) + age <= now && ++looked[0] < LOOKED_AT;
        });
        old.forEach(remove);
        if (looked[0] == LOOKED_AT) {
            task.timers().set(timer(tenant), now);
        } else if (round.left) {
            long pause = Math.clamp(age / 1_000, SHORTEST_PAUSE, LONGEST_PAUSE);
            task.timers().set(timer(tenant), Math.max(round.next, now + pause));
            round.again();
        } else {
            rounds.remove(tenant);
        }
    }

    private Timer timer(String tenant) {
        return new Timer(kind, new EntityKey(tenant, new UUID(0, 0)));
    }

    private @Nullable String first(String from) {
        String[] found = {null};
        table.ascending(from, (key, row) -> {
            found[0] = key;
            return false;
        });
        return found[0];
    }
}
