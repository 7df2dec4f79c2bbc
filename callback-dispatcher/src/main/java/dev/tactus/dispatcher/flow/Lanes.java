package dev.tactus.dispatcher.flow;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs tasks, so many at once in all and so many per lane, a lane being a host. Within a lane the tasks of a tenant begin in
 * the order in which they came, and tenants take turns; lanes take turns too. So neither a slow host with a long line nor a
 * tenant with one holds up others.
 */
public final class Lanes {
    private final int maxRunning;
    private final int maxPerLane;
    private final int maxWaiting;
    private final Executor executor;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Lane> lanes = new HashMap<>();
    /** The lanes in which a task may begin now, each once. */
    private final Queue<Lane> ready = new ArrayDeque<>();

    private int running;
    private int waiting;

    /**
     * @param maxWaiting of one tenant in one lane
     * @param executor starts a task and returns; a thread for each
     */
    public Lanes(int maxRunning, int maxPerLane, int maxWaiting, Executor executor) {
        this.maxRunning = maxRunning;
        this.maxPerLane = maxPerLane;
        this.maxWaiting = maxWaiting;
        this.executor = executor;
    }

    /** False when too many of the tenant's tasks wait in the lane: this one is not taken. */
    public boolean submit(String lane, String tenant, Runnable task) {
        lock.lock();
        try {
            Lane line = lanes.computeIfAbsent(lane, Lane::new);
            if (line.waiting.size(tenant) >= maxWaiting) {
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
            Runnable task = lane.waiting.remove();
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

    private static final class Lane {
        private final String name;
        private final Turns<Runnable> waiting = new Turns<>();
        private int running;
        private boolean ready;

        Lane(String name) {
            this.name = name;
        }
    }
}
