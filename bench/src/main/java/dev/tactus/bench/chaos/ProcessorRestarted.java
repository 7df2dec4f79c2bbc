package dev.tactus.bench.chaos;

import dev.tactus.bench.process.ChildJvm;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/** An orderly restart, as a deployment does it: SIGTERM, and a start under the same name. */
final class ProcessorRestarted implements Fault {
    private static final Pattern SAID = Pattern.compile("Stopped the processor in");

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public Strike strike(Scene scene) {
        Node victim = scene.victim();
        Set<Integer> owned = scene.atWork(victim);
        ChildJvm before = victim.jvm();
        int from = before.said().size();
        Instant at = Instant.now();
        long nanos = System.nanoTime();
        before.stop();
        victim.start();
        Duration recovery = scene.recovery(owned, at, nanos);
        return new Strike(owned, false, recovery, scene.said(before, from, SAID));
    }
}
