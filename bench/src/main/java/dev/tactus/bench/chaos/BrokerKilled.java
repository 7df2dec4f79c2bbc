package dev.tactus.bench.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code kill -9} of the broker in the middle of a transaction, and a start on what it left. */
final class BrokerKilled implements Fault {
    private static final Pattern SAID =
            Pattern.compile("(?i)disconnect|could not be established|timed out|TimeoutException");

    private boolean dead;

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public Strike strike(Scene scene) {
        Node witness = scene.victim();
        scene.atWork(witness);
        int from = witness.jvm().said().size();
        scene.awaitTransaction();
        Instant at = Instant.now();
        long nanos = System.nanoTime();
        dead = true;
        scene.cluster().broker().kill();
        heal(scene);
        Duration recovery = scene.recovery(Scene.ALL, at, nanos);
        return new Strike(Set.copyOf(Scene.ALL), true, recovery, scene.said(witness.jvm(), from, SAID));
    }

    @Override
    public void heal(Scene scene) {
        if (dead) {
            scene.cluster().startBroker();
            dead = false;
        }
    }
}
