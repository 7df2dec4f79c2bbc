package dev.tactus.bench.chaos;

import dev.tactus.bench.process.ChildJvm;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The victim's wall clock is set an hour wrong, and later right again. Set forward, it decides the hour at once, and its
 * schedules are silent when the clock is right; so others are made in their place. Set back, nothing of its is due until
 * the clock is right. The recovery counts from then.
 */
final class ClockJump implements Fault {
    private static final Pattern SAID = Pattern.compile("The clock was set (back|forward) by");
    private static final Pattern RIGHT_AGAIN = Pattern.compile("The clock was set (back|forward) by 3[56]\\d{5} ms");
    private static final Pattern WATCHED_AGAIN = Pattern.compile("the clock is watched again");
    private static final Duration WRONG_FOR = Duration.ofSeconds(5);

    private final String name;
    private final Duration step;
    private @Nullable Node set;

    ClockJump(String name, Duration step) {
        this.name = name;
        this.step = step;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable String obstacle(Cluster cluster) {
        return cluster.clock().isPresent() ? null : "there is no libfaketime: apt-get install faketime";
    }

    /** Starts the victim again, under a clock that can be set. */
    @Override
    public void prepare(Scene scene) {
        Node victim = scene.victim();
        FakeClock clock = scene.cluster().clock().orElseThrow();
        clock.set(Duration.ZERO);
        victim.jvm().stop();
        set = victim;
        victim.start(clock.in(victim.surroundings()));
    }

    @Override
    public Strike strike(Scene scene) {
        Node victim = java.util.Objects.requireNonNull(set);
        FakeClock clock = scene.cluster().clock().orElseThrow();
        ChildJvm jvm = victim.jvm();
        scene.awaitOwner(victim);
        Set<Integer> owned = scene.atWork(victim);
        int from = jvm.said().size();
        clock.set(step);
        String said = scene.said(jvm, from, SAID);
        if (step.isNegative()) {
            // Until then it would not see the clock set right.
            scene.said(jvm, from, WATCHED_AGAIN);
        }
        long wrongUntil = System.nanoTime() + WRONG_FOR.toNanos();
        scene.await("the clock was wrong for a while", () -> System.nanoTime() > wrongUntil);
        int wrong = jvm.said().size();
        clock.set(Duration.ZERO);
        scene.said(jvm, wrong, RIGHT_AGAIN);
        Instant at = Instant.now();
        long nanos = System.nanoTime();
        if (!step.isNegative()) {
            scene.load().renew();
        }
        return new Strike(owned, false, scene.recovery(owned, at, nanos), said);
    }

    /** Under the machine's clock again. */
    @Override
    public void heal(Scene scene) {
        Node victim = set;
        if (victim != null) {
            victim.jvm().stop();
            victim.start();
            set = null;
        }
    }
}
