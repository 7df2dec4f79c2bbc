package dev.tactus.bench.chaos;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.Progress;
import dev.tactus.bench.load.FireTail;
import dev.tactus.bench.process.ChildJvm;
import dev.tactus.bench.process.TactusProcesses;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Where faults happen: a cluster under load, and what can be seen of it from outside. */
final class Scene {
    /** From a fault until everything fires again, at the very most. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    static final List<Integer> ALL =
            IntStream.range(0, TactusProcesses.PARTITIONS.count()).boxed().toList();

    /** In records: Kafka Streams gives a partition to a copy that is not further behind. */
    private static final long RECOVERABLE = 10_000;

    private static final Duration TOLD = Duration.ofSeconds(30);
    private static final int TRIES = 5_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration AT_WORK = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final FireTail fires;
    private final ChaosLoad load;
    private final OpenTransactions transactions;
    private final Random random;
    private final Progress progress;

    Scene(
            Cluster cluster,
            FireTail fires,
            ChaosLoad load,
            OpenTransactions transactions,
            Random random,
            Progress progress) {
        this.cluster = cluster;
        this.fires = fires;
        this.load = load;
        this.transactions = transactions;
        this.random = random;
        this.progress = progress;
    }

    Cluster cluster() {
        return cluster;
    }

    FireTail fires() {
        return fires;
    }

    ChaosLoad load() {
        return load;
    }

    /** Any processor that owns partitions; one that came back a moment ago may own none yet. */
    Node victim() {
        List<Node> owners =
                cluster.nodes().stream().filter(node -> !node.owned().isEmpty()).toList();
        if (owners.isEmpty()) {
            throw new BenchFailure("no processor owns a partition");
        }
        return owners.get(random.nextInt(owners.size()));
    }

    /**
     * What the victim owns.
     *
     * @throws BenchFailure when that is nothing, or when it has not fired a moment ago: what is idle can't be hurt
     */
    Set<Integer> atWork(Node victim) {
        Set<Integer> owned = victim.owned();
        if (owned.isEmpty()) {
            throw new BenchFailure(victim.name() + " owns no active partition");
        }
        fires.await(Instant.now().minus(AT_WORK), owned, AT_WORK);
        return owned;
    }

    /** Freezes the victim at a moment at which a transaction is open in one of its partitions. */
    void freezeInTransaction(Node victim, Set<Integer> owned) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (transactions.in(owned)) {
                // It may commit between the look and this; frozen, it can't between this and the next look.
                victim.jvm().freeze();
                if (transactions.in(owned)) {
                    return;
                }
                victim.jvm().thaw();
            }
        }
        throw new BenchFailure(victim.name() + " was never found in a transaction");
    }

    /** Returns at a moment at which some processor has a transaction open. */
    void awaitTransaction() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (transactions.in(ALL)) {
                return;
            }
        }
        throw new BenchFailure("no transaction was ever found open");
    }

    /** Waits until all these partitions have fired for an instant after the fault. @return since the fault */
    Duration recovery(Collection<Integer> partitions, Instant fault, long faultNanos) {
        fires.await(fault, partitions, PATIENCE);
        return Duration.ofNanos(System.nanoTime() - faultNanos);
    }

    /**
     * Waits until both processors are ready, each partition has a copy that could take over, and all fire. What is broken
     * before that is a second fault on top of the first.
     */
    void awaitSteady() {
        await("both processors are ready", () -> cluster.nodes().stream().allMatch(Node::ready));
        await("each partition has a copy", () -> standbys(Node::standbys) == ALL.size());
        await("the copies are near enough to take over", () -> standbys(Node::standbyLag) < RECOVERABLE);
        fires.await(Instant.now(), ALL, PATIENCE);
    }

    /** One after the other, as a deployment does it: each partition has been opened anew then, and has read nothing. */
    void restartProcessors() {
        for (Node node : cluster.nodes()) {
            node.jvm().stop();
            node.start();
            awaitSteady();
        }
    }

    private long standbys(ToLongFunction<Node> value) {
        return cluster.nodes().stream().mapToLong(value).sum();
    }

    /** Waits until a processor owns partitions: one that came back gets some within a minute. */
    void awaitOwner(Node node) {
        await(node.name() + " owns partitions", () -> !node.owned().isEmpty());
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new BenchFailure("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            progress.tick("waiting until %s", what);
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /**
     * A line that one of these has logged.
     *
     * @param from lines before are of earlier rounds
     */
    String said(ChildJvm who, int from, Pattern what) {
        long end = System.nanoTime() + TOLD.toNanos();
        while (true) {
            List<String> lines = who.said();
            for (String line : lines.subList(Math.min(from, lines.size()), lines.size())) {
                if (what.matcher(line).find()) {
                    return line;
                }
            }
            if (System.nanoTime() > end) {
                throw new BenchFailure("no log tells of it: looked for " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
