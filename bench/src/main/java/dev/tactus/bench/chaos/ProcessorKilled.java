package dev.tactus.bench.chaos;

import dev.tactus.bench.process.ChildJvm;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code kill -9} in the middle of a transaction. The other processor takes over; then the dead one comes back. */
final class ProcessorKilled implements Fault {
    private static final Pattern SAID = Pattern.compile("The processor is REBALANCING");

    private @Nullable Node dead;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public Strike strike(Scene scene) {
        Node victim = scene.victim();
        Set<Integer> owned = scene.atWork(victim);
        ChildJvm survivor = scene.cluster().other(victim).jvm();
        int from = survivor.said().size();
        scene.freezeInTransaction(victim, owned);
        Instant at = Instant.now();
        long nanos = System.nanoTime();
        dead = victim;
        victim.jvm().kill();
        Duration recovery = scene.recovery(owned, at, nanos);
        return new Strike(owned, true, recovery, scene.said(survivor, from, SAID));
    }

    @Override
    public void heal(Scene scene) {
        Node victim = dead;
        if (victim != null) {
            victim.start();
            dead = null;
        }
    }
}
