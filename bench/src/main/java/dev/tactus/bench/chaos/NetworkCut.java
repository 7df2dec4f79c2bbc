package dev.tactus.bench.chaos;

import dev.tactus.bench.process.ChildJvm;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cable between a processor and the broker is pulled, and put back when the other processor has taken over. */
final class NetworkCut implements Fault {
    static final String NAME = "network";

    private static final Pattern SAID = Pattern.compile(
            "(?i)fenced|InvalidProducerEpoch|migrated|missed a rebalance|timed out|TimeoutException|disconnect|is REBALANCING");

    private boolean isCut;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable String obstacle(Cluster cluster) {
        return cluster.network().isPresent() ? null : cluster.noNetwork();
    }

    @Override
    public Strike strike(Scene scene) {
        TestNetwork network = scene.cluster().network().orElseThrow();
        Node victim = scene.cluster().farNode();
        scene.awaitOwner(victim);
        Set<Integer> owned = scene.atWork(victim);
        ChildJvm jvm = victim.jvm();
        int from = jvm.said().size();
        scene.freezeInTransaction(victim, owned);
        Instant at = Instant.now();
        long nanos = System.nanoTime();
        isCut = true;
        network.cut();
        jvm.thaw();
        Duration recovery = scene.recovery(owned, at, nanos);
        heal(scene);
        return new Strike(owned, true, recovery, scene.said(jvm, from, SAID));
    }

    @Override
    public void heal(Scene scene) {
        if (isCut) {
            scene.cluster().network().orElseThrow().mend();
            isCut = false;
        }
    }
}
