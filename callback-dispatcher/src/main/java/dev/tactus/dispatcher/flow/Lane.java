package dev.tactus.dispatcher.flow;

import org.jspecify.annotations.Nullable;

/** What runs and waits for one host. Not safe for use by several threads. */
final class Lane {
    final String name;
    final Pace pace;
    final Speedometer speedometer;
    final Turns<Waiting> waiting = new Turns<>();
    Speed speed;
    int running;
    /** Whether it stands among those in which a task may begin. */
    boolean ready;

    /** A task that waits; without a way to put it off it waits as long as it takes. */
    record Waiting(Lanes.Task task, Lanes.@Nullable PutOff putOff) {}

    /** @param known what was known of the host before */
    Lane(String name, Speed known, long now) {
        this.name = name;
        this.pace = new Pace(now);
        this.speedometer = new Speedometer(known, now);
        this.speed = known;
    }

    boolean isEmpty() {
        return running == 0 && waiting.isEmpty();
    }
}
