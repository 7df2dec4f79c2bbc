package dev.tactus.bench.chaos;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.process.Workspace;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A processor dies, and its state directory with it: it comes back with nothing, and restores. */
final class StateDeleted implements Fault {
    private static final Pattern SAID = Pattern.compile("The processor is RUNNING");

    private @Nullable Casualty casualty;

    @Override
    public String name() {
        return "state";
    }

    @Override
    public Strike strike(Scene scene) {
        Casualty killed = Casualty.kill(scene, scene.victim());
        casualty = killed;
        Node victim = killed.node();
        if (!Files.isDirectory(victim.state())) {
            throw new BenchFailure("there is no state directory " + victim.state());
        }
        Workspace.delete(victim.state());
        killed.revive();
        Duration recovery = killed.recovery(scene);
        String said = scene.said(victim.jvm(), 0, SAID);
        scene.awaitOwner(victim);
        return new Strike(killed.owned(), true, recovery, said);
    }

    @Override
    public void heal(Scene scene) {
        if (casualty != null) {
            casualty.revive();
        }
    }
}
