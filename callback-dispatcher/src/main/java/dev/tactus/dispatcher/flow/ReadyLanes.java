package dev.tactus.dispatcher.flow;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The lanes in which a task may begin now, each once, in a line for each speed; the lines take turns. Not thread-safe. */
final class ReadyLanes {
    private final Map<Speed, Queue<Lane>> lines = new EnumMap<>(Speed.class);
    /** The speed whose turn it is stands first. */
    private final Queue<Speed> turns = new ArrayDeque<>();

    ReadyLanes() {
        for (Speed speed : Speed.values()) {
            lines.put(speed, new ArrayDeque<>());
            turns.add(speed);
        }
    }

    void add(Lane lane) {
        if (!lane.ready) {
            lane.ready = true;
            line(lane.speed).add(lane);
        }
    }

    /** Also moves it to the end of its new line. */
    void changeSpeed(Lane lane, Speed speed) {
        boolean moves = lane.ready && line(lane.speed).remove(lane);
        lane.speed = speed;
        if (moves) {
            line(speed).add(lane);
        }
    }

    /** Takes the next lane whose speed has a place; null when there is none. */
    @Nullable
    Lane next(Predicate<Speed> hasPlace) {
        for (int i = 0; i < lines.size(); i++) {
            Speed speed = turns.remove();
            turns.add(speed);
            if (!line(speed).isEmpty() && hasPlace.test(speed)) {
                Lane lane = line(speed).remove();
                lane.ready = false;
                return lane;
            }
        }
        return null;
    }

    private Queue<Lane> line(Speed speed) {
        Queue<Lane> line = lines.get(speed);
        if (line == null) {
            throw new IllegalStateException("there is no line for " + speed);
        }
        return line;
    }
}
