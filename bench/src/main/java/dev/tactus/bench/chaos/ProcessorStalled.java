package dev.tactus.bench.chaos;

import dev.tactus.bench.process.ChildJvm;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SIGSTOP in the middle of a transaction, past the session's time-out, and SIGCONT when the other processor has taken
 * over: the zombie must be fenced, and take part again.
 */
final class ProcessorStalled implements Fault {
    private static final Pattern FENCED = Pattern.compile(
            "(?i)fenced|InvalidProducerEpoch|has been migrated|migrated from|missed a rebalance|zombie|stood still|is REBALANCING");

    private @Nullable Node frozen;

    @Override
    public String name() {
        return "stall";
    }

    @Override
    public Strike strike(Scene scene) {
        Node victim = scene.victim();
        Set<Integer> owned = scene.atWork(victim);
        ChildJvm jvm = victim.jvm();
        int from = jvm.said().size();
        scene.freezeInTransaction(victim, owned);
        frozen = victim;
        Instant at = Instant.now();
        Duration recovery = scene.recovery(owned, at, System.nanoTime());
        heal(scene);
        return new Strike(owned, true, recovery, scene.said(jvm, from, FENCED));
    }

    @Override
    public void heal(Scene scene) {
        Node victim = frozen;
        if (victim != null) {
            victim.jvm().thaw();
            frozen = null;
        }
    }
}
