package dev.tactus.dispatcher.flow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the places that are taken, by the speed of the lanes, and says which lane has the next one. Not thread-safe. */
final class Places {
    /** The hosts whose speed is remembered while nothing is to be done for them. */
    private static final int KNOWN_HOSTS = 10_000;

    private final int maxRunning;
    private final int maxPerLane;
    /** Null when slow is as good as quick. */
    private final @Nullable Room room;

    private final ReadyLanes ready = new ReadyLanes();
    private final Map<String, Speed> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Speed> eldest) {
            return size() > KNOWN_HOSTS;
        }
    };

    private Room.Taken taken = new Room.Taken(0, 0, 0);
    private int slowLanes;

    Places(int maxRunning, int maxPerLane, @Nullable Room room) {
        this.maxRunning = maxRunning;
        this.maxPerLane = maxPerLane;
        this.room = room;
    }

    Lane open(String name, long now) {
        Lane lane = new Lane(name, room == null ? Speed.QUICK : known.getOrDefault(name, Speed.UNKNOWN), now);
        slowLanes += one(lane.speed);
        return lane;
    }

    /** Nothing runs or waits in the lane any more. */
    void close(Lane lane) {
        slowLanes -= one(lane.speed);
        if (room != null && lane.speed != Speed.UNKNOWN) {
            known.put(lane.name, lane.speed);
        }
    }

    /** To be called when the lane's speed may have changed. */
    void judge(Lane lane, long now) {
        Speed before = lane.speed;
        Speed speed = room == null ? before : lane.speedometer.speed(now);
        if (speed != before) {
            taken = taken.plus(before, -lane.running).plus(speed, lane.running);
            slowLanes += one(speed) - one(before);
            ready.changeSpeed(lane, speed);
        }
    }

    /** To be called when a task came to the lane or ended there. */
    void offer(Lane lane) {
        if (!lane.waiting.isEmpty() && lane.running < maxPerLane) {
            ready.add(lane);
        }
    }

    /** The lane in which a task is to begin, which takes its place; null when none may. */
    @Nullable
    Lane take() {
        Lane lane = ready.next(speed -> room == null ? taken.all() < maxRunning : room.hasPlace(speed, taken));
        if (lane != null) {
            count(lane, 1);
        }
        return lane;
    }

    /** A task of the lane has ended. */
    void giveBack(Lane lane) {
        count(lane, -1);
    }

    int taken() {
        return taken.all();
    }

    /** How many of one tenant may wait in the lane because it is slow; any number when it is not. */
    int mayWait(Lane lane) {
        return room != null && lane.speed == Speed.SLOW ? room.mayWaitForSlow(slowLanes) : Integer.MAX_VALUE;
    }

    private void count(Lane lane, int more) {
        lane.running += more;
        taken = taken.plus(lane.speed, more);
    }

    private static int one(Speed speed) {
        return speed == Speed.SLOW ? 1 : 0;
    }
}
