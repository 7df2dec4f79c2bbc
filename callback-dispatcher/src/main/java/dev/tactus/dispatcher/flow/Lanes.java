package dev.tactus.dispatcher.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
    private static final long LONGEST_SECONDS = 60;

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

    /** What is done with a task that too many wait before. */
    public interface PutOff {
        /** @param seconds after which those before it have ended, if the lane goes on as it does; a minute at most */
        void putOff(long seconds);
    }

    /** @param putOff is called instead of the task, now or later, when too many of the tenant's wait in the lane */
    public void submit(String lane, String tenant, Runnable task, PutOff putOff) {
        OptionalLong tooLong = submit(lane, tenant, new Waiting(task, putOff));
        if (tooLong.isPresent()) {
            putOff.putOff(tooLong.getAsLong());
        }
    }

    /** Empty when it was taken, else for how long to put it off. */
    private OptionalLong submit(String lane, String tenant, Waiting task) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            Lane line = lanes.computeIfAbsent(lane, name -> new Lane(name, now));
            if (task.putOff != null && line.waiting.size(tenant) >= room(line, now)) {
                return OptionalLong.of(secondsToEnd(line, tenant, now));
            }
            line.waiting.add(tenant, task);
            waiting++;
            offer(line);
            begin();
            return OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Puts off what waits in lanes that turned out to be slow. To be called several times a second. */
    public void putOffSurplus() {
        List<Runnable> surplus = new ArrayList<>();
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            for (Lane line : lanes.values()) {
                int room = room(line, now);
                for (String tenant : line.waiting.longerThan(room)) {
                    long seconds = secondsToEnd(line, tenant, now);
                    // The last ones: who came first is next.
                    line.waiting.removeLast(tenant, room, task -> task.putOff != null, task -> {
                        waiting--;
                        PutOff putOff = task.putOff;
                        if (putOff != null) {
                            surplus.add(() -> putOff.putOff(seconds));
                        }
                    });
                }
            }
        } finally {
            lock.unlock();
        }
        surplus.forEach(Runnable::run);
    }

    private static long secondsToEnd(Lane line, String tenant, long now) {
        int pace = Math.max(1, line.pace.perSecond(now));
        return Math.min(LONGEST_SECONDS, Math.ceilDiv(line.waiting.size(tenant), pace));
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

    private record Waiting(Runnable task, @Nullable PutOff putOff) {}

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
