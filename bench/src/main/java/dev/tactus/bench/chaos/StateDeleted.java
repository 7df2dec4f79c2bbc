package dev.tactus.bench.chaos;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.process.ChildJvm;
import dev.tactus.bench.process.Workspace;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A processor dies, and its state directory with it: it comes back with nothing, and restores. */
final class StateDeleted implements Fault {
    private static final Pattern SAID = Pattern.compile("The processor is RUNNING");

    private @Nullable Node dead;

    @Override
    public String name() {
        return "state";
    }

    @Override
    public Strike strike(Scene scene) {
        Node victim = scene.victim();
        Set<Integer> owned = scene.atWork(victim);
        scene.freezeInTransaction(victim, owned);
        Instant at = Instant.now();
        long nanos = System.nanoTime();
        dead = victim;
        victim.jvm().kill();
        if (!Files.isDirectory(victim.state())) {
            throw new BenchFailure("there is no state directory " + victim.state());
        }
        Workspace.delete(victim.state());
        heal(scene);
        ChildJvm restored = victim.jvm();
        Duration recovery = scene.recovery(owned, at, nanos);
        String said = scene.said(restored, 0, SAID);
        scene.awaitOwner(victim);
        return new Strike(owned, true, recovery, said);
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
