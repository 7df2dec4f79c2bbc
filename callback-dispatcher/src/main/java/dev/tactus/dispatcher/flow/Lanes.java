package dev.tactus.dispatcher.flow;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs tasks, so many at once in all and so many per lane, a lane being a host. Within a lane tasks begin in the order in
 * which they came; lanes take turns, so a slow host with a long line holds up no other.
 */
public final class Lanes {
    private final int maxRunning;
    private final int maxPerLane;
    private final Executor executor;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Lane> lanes = new HashMap<>();
    /** The lanes in which a task may begin now, each once. */
    private final Queue<Lane> ready = new ArrayDeque<>();

    private int running;
    private int waiting;

    /** @param executor starts a task and returns; a thread for each */
    public Lanes(int maxRunning, int maxPerLane, Executor executor) {
        this.maxRunning = maxRunning;
        this.maxPerLane = maxPerLane;
        this.executor = executor;
    }

    public void submit(String lane, Runnable task) {
        lock.lock();
        try {
            Lane line = lanes.computeIfAbsent(lane, Lane::new);
            line.waiting.add(task);
            waiting++;
            offer(line);
            begin();
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
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int running;
        private boolean ready;

        Lane(String name) {
            this.name = name;
        }
    }
}
