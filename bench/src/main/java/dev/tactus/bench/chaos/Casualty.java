package dev.tactus.bench.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** A processor that was killed in the middle of a transaction. */
final class Casualty {
    private final Node node;
    private final Set<Integer> owned;
    private final Instant at;
    private final long nanos;
    private boolean dead = true;

    private Casualty(Node node, Set<Integer> owned) {
        this.node = node;
        this.owned = owned;
        this.at = Instant.now();
        this.nanos = System.nanoTime();
    }

    /** {@code kill -9} of this one at a moment at which a transaction is open in one of its partitions. */
    static Casualty kill(Scene scene, Node victim) {
        Set<Integer> owned = scene.atWork(victim);
        scene.freezeInTransaction(victim, owned);
        Casualty casualty = new Casualty(victim, owned);
        victim.jvm().kill();
        return casualty;
    }

    Node node() {
        return node;
    }

    /** The partitions that it owned. */
    Set<Integer> owned() {
        return owned;
    }

    /** Waits until they fire for instants after its death. @return since then */
    Duration recovery(Scene scene) {
        return scene.recovery(owned, at, nanos);
    }

    /** Starts it again, once. */
    void revive() {
        if (dead) {
            dead = false;
            node.start();
        }
    }
}
