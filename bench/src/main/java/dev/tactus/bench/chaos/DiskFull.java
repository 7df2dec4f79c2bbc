package dev.tactus.bench.chaos;

import dev.tactus.bench.BenchFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The broker's disk is full: it stops itself. When there is room again it is started on what is there. */
final class DiskFull implements Fault {
    static final String NAME = "disk";

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(60);
    private static final Pattern SAID = Pattern.compile("(?i)no space left");

    private boolean full;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable String obstacle(Cluster cluster) {
        return cluster.disk().isPresent() ? null : cluster.noDisk();
    }

    @Override
    public Strike strike(Scene scene) {
        SmallDisk disk = scene.cluster().disk().orElseThrow();
        scene.atWork(scene.victim());
        int from = scene.cluster().broker().said().size();
        scene.awaitTransaction();
        Instant at = Instant.now();
        long nanos = System.nanoTime();
        full = true;
        disk.fill();
        if (!scene.cluster().broker().ended(STOPS_WITHIN)) {
            throw new BenchFailure("the broker goes on although its disk is full");
        }
        String said = scene.said(scene.cluster().broker(), from, SAID);
        heal(scene);
        return new Strike(Set.copyOf(Scene.ALL), true, scene.recovery(Scene.ALL, at, nanos), said);
    }

    @Override
    public void heal(Scene scene) {
        if (full) {
            scene.cluster().disk().orElseThrow().free();
            scene.cluster().broker().kill();
            scene.cluster().startBroker();
            full = false;
        }
    }
}
