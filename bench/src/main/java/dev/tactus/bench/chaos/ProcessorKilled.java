package dev.tactus.bench.chaos;

import dev.tactus.bench.process.ChildJvm;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code kill -9} in the middle of a transaction. The other processor takes over; then the dead one comes back. */
final class ProcessorKilled implements Fault {
    private static final Pattern SAID = Pattern.compile("The processor is REBALANCING");

    private @Nullable Casualty casualty;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public Strike strike(Scene scene) {
        Node victim = scene.victim();
        ChildJvm survivor = scene.cluster().other(victim).jvm();
        int from = survivor.said().size();
        Casualty killed = Casualty.kill(scene, victim);
        casualty = killed;
        return new Strike(killed.owned(), true, killed.recovery(scene), scene.said(survivor, from, SAID));
    }

    @Override
    public void heal(Scene scene) {
        if (casualty != null) {
            casualty.revive();
        }
    }
}
