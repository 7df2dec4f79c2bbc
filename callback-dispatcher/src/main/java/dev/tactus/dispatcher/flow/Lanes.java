package dev.tactus.dispatcher.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Runs tasks, so many at once in all and so many per lane, a lane being a host. Within a lane the tasks of a tenant begin in
 * the order in which they came, and tenants take turns; lanes take turns too. So neither a slow host with a long line nor a
 * tenant with one holds up others.
 *
 * <p>How many may wait in a lane depends on how fast its tasks end: as many as end in a second, and a few in any case. What
 * is more is put off, so that a host that does not answer leaves room for the others, and one that answers fast is not held
 * back by what protects from the slow. Slow hosts together have a part of all that only, see {@link Room}.
 */
public final class Lanes {
    private static final long LONGEST_SECONDS = 60;
    private final int maxWaiting;
    private final Places places;
    private final Executor executor;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Lane> lanes = new HashMap<>();
    private int waiting;

    /**
     * For tasks that may take their time: who is slow has as much room as who is quick.
     *
     * @param executor starts a task and returns; a thread for each
     */
    public static Lanes ofAnySpeed(int maxRunning, int maxPerLane, Executor executor) {
        Places places = new Places(maxRunning, maxPerLane, null);
        return new Lanes(places, Integer.MAX_VALUE, executor, System::nanoTime);
    }

    /**
     * For tasks that should end soon.
     *
     * @param maxHeld so many are submitted and not ended at most
     * @param maxWaiting so many of one tenant may wait in a lane however slow it is, if not too many lanes are
     * @param executor starts a task and returns; a thread for each
     */
    public static Lanes bySpeed(int maxRunning, int maxPerLane, int maxHeld, int maxWaiting, Executor executor) {
        Places places = new Places(maxRunning, maxPerLane, new Room(maxRunning, maxHeld));
        return new Lanes(places, maxWaiting, executor, System::nanoTime);
    }

    Lanes(Places places, int maxWaiting, Executor executor, LongSupplier nanoTime) {
        this.places = places;
        this.maxWaiting = maxWaiting;
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    /** Something to do for a host. */
    public interface Task {
        /** Returns whether the host was called; if not, how long it took says nothing about the host. */
        boolean run();
    }

    /** What is done with a task that too many wait before. */
    public interface PutOff {
        /** @param seconds after which those before it have ended, if the lane goes on as it does; a minute at most */
        void putOff(long seconds);
    }

    /** A task that waits as long as it takes. */
    public void submit(String lane, String tenant, Runnable task) {
        Task called = () -> {
            task.run();
            return true;
        };
        submit(lane, tenant, new Lane.Waiting(called, null));
    }

    /** @param putOff is called instead of the task, now or later, when too many of the tenant's wait in the lane */
    public void submit(String lane, String tenant, Task task, PutOff putOff) {
        OptionalLong tooLong = submit(lane, tenant, new Lane.Waiting(task, putOff));
        if (tooLong.isPresent()) {
            putOff.putOff(tooLong.getAsLong());
        }
    }

    /** Empty when it was taken, else for how long to put it off. */
    private OptionalLong submit(String name, String tenant, Lane.Waiting task) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            Lane lane = lanes.computeIfAbsent(name, host -> places.open(host, now));
            if (task.putOff() != null && lane.waiting.size(tenant) >= mayWait(lane, now)) {
                return OptionalLong.of(secondsToEnd(lane, tenant, now));
            }
            lane.waiting.add(tenant, task);
            waiting++;
            places.offer(lane);
            begin(now);
            return OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Looks which lanes turned out to be slow, and puts off what waits there. To be called several times a second. */
    public void putOffSurplus() {
        List<Runnable> surplus = new ArrayList<>();
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            lanes.values().forEach(lane -> places.judge(lane, now));
            for (Lane lane : lanes.values()) {
                int mayWait = mayWait(lane, now);
                for (String tenant : lane.waiting.longerThan(mayWait)) {
                    long seconds = secondsToEnd(lane, tenant, now);
                    // The last ones: who came first is next.
                    lane.waiting.removeLast(tenant, mayWait, task -> task.putOff() != null, task -> {
                        waiting--;
                        PutOff putOff = task.putOff();
                        if (putOff != null) {
                            surplus.add(() -> putOff.putOff(seconds));
                        }
                    });
                }
            }
            begin(now);
        } finally {
            lock.unlock();
        }
        surplus.forEach(Runnable::run);
    }

    private static long secondsToEnd(Lane lane, String tenant, long now) {
        int pace = Math.max(1, lane.pace.perSecond(now));
        return Math.min(LONGEST_SECONDS, Math.ceilDiv(lane.waiting.size(tenant), pace));
    }

    /** How many of one tenant; one at least. */
    private int mayWait(Lane lane, long now) {
        int byPace = lane.pace.known(now) ? Math.max(maxWaiting, lane.pace.perSecond(now)) : Integer.MAX_VALUE;
        return Math.min(byPace, places.mayWait(lane));
    }

    public int running() {
        lock.lock();
        try {
            return places.taken();
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

    private void begin(long now) {
        for (Lane next = places.take(); next != null; next = places.take()) {
            Lane lane = next;
            Task task = lane.waiting.remove().task();
            waiting--;
            Speedometer.Call call = lane.speedometer.began(now);
            places.offer(lane);
            executor.execute(() -> {
                boolean called = true;
                try {
                    called = task.run();
                } finally {
                    ended(lane, call, called);
                }
            });
        }
    }

    private void ended(Lane lane, Speedometer.Call call, boolean called) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            places.giveBack(lane);
            lane.pace.ended(now);
            lane.speedometer.ended(call, now, called);
            places.judge(lane, now);
            if (lane.isEmpty()) {
                lanes.remove(lane.name);
                places.close(lane);
            } else {
                places.offer(lane);
            }
            begin(now);
        } finally {
            lock.unlock();
        }
    }
}
