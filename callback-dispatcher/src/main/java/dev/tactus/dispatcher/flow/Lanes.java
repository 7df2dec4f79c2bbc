package dev.tactus.dispatcher.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks, so many at once in all and so many per lane, a lane being a host. Within a lane the tasks of a tenant begin in
 * the order in which they came, and tenants take turns; lanes take turns too. So neither a slow host with a long line nor a
 * tenant with one holds up others.
 *
 * <p>How many may wait in a lane depends on how fast its tasks end: as many as end in a second, and a few in any case. What
 * is more is put off, so that a host that does not answer leaves room for the others, and one that answers fast is not held
 * back by what protects from the slow.
 */
public final class Lanes {
    private final int maxRunning;
    private final int maxPerLane;
    private final int maxWaiting;
    private final Executor executor;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Lane> lanes = new HashMap<>();
    /** The lanes in which a task may begin now, each once. */
    private final Queue<Lane> ready = new ArrayDeque<>();

    private int running;
    private int waiting;

    /**
     * @param maxWaiting so many of one tenant may wait in a lane however slow it is
     * @param executor starts a task and returns; a thread for each
     */
    public Lanes(int maxRunning, int maxPerLane, int maxWaiting, Executor executor) {
        this(maxRunning, maxPerLane, maxWaiting, executor, System::nanoTime);
    }

    Lanes(int maxRunning, int maxPerLane, int maxWaiting, Executor executor, LongSupplier nanoTime) {
        this.maxRunning = maxRunning;
        this.maxPerLane = maxPerLane;
        this.maxWaiting = maxWaiting;
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    /** A task that waits as long as it takes. */
    public void submit(String lane, String tenant, Runnable task) {
        submit(lane, tenant, new Waiting(task, null));
    }

    /** @param putOff is called instead of the task, now or later, when too many of the tenant's wait in the lane */
    public void submit(String lane, String tenant, Runnable task, Runnable putOff) {
        if (!submit(lane, tenant, new Waiting(task, putOff))) {
            putOff.run();
        }
    }

    private boolean submit(String lane, String tenant, Waiting task) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            Lane line = lanes.computeIfAbsent(lane, name -> new Lane(name, now));
            if (task.putOff != null && line.waiting.size(tenant) >= room(line, now)) {
                return false;
            }
            line.waiting.add(tenant, task);
            waiting++;
            offer(line);
            begin();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts off what waits in lanes that turned out to be slow. To be called several times a second. */
    public void putOffSurplus() {
        List<Waiting> surplus = new ArrayList<>();
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            for (Lane line : lanes.values()) {
                int room = room(line, now);
                for (String tenant : line.waiting.longerThan(room)) {
                    // The last ones: who came first is next.
                    line.waiting.removeLast(tenant, room, task -> task.putOff != null, surplus::add);
                }
            }
            waiting -= surplus.size();
        } finally {
            lock.unlock();
        }
        for (Waiting task : surplus) {
            if (task.putOff != null) {
                task.putOff.run();
            }
        }
    }

    private int room(Lane line, long now) {
        return line.pace.known(now) ? Math.max(maxWaiting, line.pace.perSecond(now)) : Integer.MAX_VALUE;
    }

    public int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private void ended(Lane lane) {
        lock.lock();
        try {
            running--;
            lane.running--;
            lane.pace.ended(nanoTime.getAsLong());
            if (lane.running == 0 && lane.waiting.isEmpty()) {
                lanes.remove(lane.name);
            } else {
                offer(lane);
            }
            begin();
        } finally {
            lock.unlock();
        }
    }

    private void offer(Lane lane) {
        if (!lane.ready && !lane.waiting.isEmpty() && lane.running < maxPerLane) {
            lane.ready = true;
            ready.add(lane);
        }
    }

    private void begin() {
        while (running < maxRunning) {
            Lane lane = ready.poll();
            if (lane == null) {
                return;
            }
            lane.ready = false;
            Runnable task = lane.waiting.remove().task;
            waiting--;
            running++;
            lane.running++;
            offer(lane);
            executor.execute(() -> {
                try {
                    task.run();
                } finally {
                    ended(lane);
                }
            });
        }
    }

    private record Waiting(Runnable task, @Nullable Runnable putOff) {}

    private static final class Lane {
        private final String name;
        private final Pace pace;
        private final Turns<Waiting> waiting = new Turns<>();
        private int running;
        private boolean ready;

        Lane(String name, long now) {
            this.name = name;
            this.pace = new Pace(now);
        }
    }
}
