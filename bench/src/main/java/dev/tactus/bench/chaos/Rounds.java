package dev.tactus.bench.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.audit.Audit;
import dev.tactus.audit.AuditSettings;
import dev.tactus.audit.Summary;
import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.Progress;
import dev.tactus.bench.load.ApiLoad;
import dev.tactus.bench.load.FireTail;
import dev.tactus.bench.process.Workspace;
import dev.tactus.contracts.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rounds of faults against a cluster under load, and the audit at their end. */
public final class Rounds {
    /** After these, another processor must go on. */
    private static final List<String> FAILOVERS = List.of("kill", "stall", "network");

    private static final int SHOWN_FINDINGS = 20;

    private final Workspace workspace;
    private final Progress progress;
    private final Plan plan;

    private final Map<String, List<Duration>> recoveries = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    public Rounds(Workspace workspace, Progress progress, Plan plan) {
        this.workspace = workspace;
        this.progress = progress;
        this.plan = plan;
    }

    /** The names of the faults that need nothing special. */
    public static List<String> cheapFaults() {
        return Faults.CHEAP;
    }

    /** All faults' names. */
    public static List<String> faults() {
        return Faults.names();
    }

    /** Whether a result of {@link #run} is as it must be. */
    public static boolean clean(ObjectNode result) {
        return result.path("failures").isEmpty()
                && result.path("lost").asLong() == 0
                && result.path("doubled").asLong() == 0
                && result.path("unexplained").asLong() == 0
                && result.path("contradicted").asLong() == 0;
    }

    /** Runs them all, puts what came of it in the result, and does not throw for what went wrong in a round. */
    public void run(ObjectNode result) {
        List<Fault> faults = Faults.of(plan.faults());
        Cluster cluster = new Cluster(workspace, plan, progress);
        List<Fault> possible =
                faults.stream().filter(fault -> possible(fault, cluster)).toList();
        if (possible.isEmpty()) {
            throw new BenchFailure("none of these faults can be made here: " + skipped);
        }
        new ApiLoad(cluster.api(), progress).registerWorkflow();
        ChaosLoad load = new ChaosLoad(cluster.bootstrapServers(), plan.schedules(), progress);
        try (FireTail fires = new FireTail(cluster.bootstrapServers(), load::has);
                OpenTransactions transactions = new OpenTransactions(cluster.bootstrapServers())) {
            load.create();
            Churn churn = new Churn(cluster.api());
            int done = 0;
            try (churn) {
                Scene scene = new Scene(cluster, fires, load, transactions, new Random(plan.seed()), progress);
                scene.awaitSteady();
                if (plan.quiet()) {
                    scene.restartProcessors();
                } else {
                    churn.start();
                }
                progress.say(
                        "Under load for %d s before the first fault",
                        plan.warmUp().toSeconds());
                fires.await(
                        Instant.now().plus(plan.warmUp()),
                        Scene.ALL,
                        plan.warmUp().plus(Scene.PATIENCE));
                while (done < plan.rounds() && round(possible.get(done % possible.size()), done + 1, scene)) {
                    done++;
                }
            }
            failures.addAll(churn.failures());
            put(result, done, fires, churn, audit(cluster, fires, load));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    private boolean possible(Fault fault, Cluster cluster) {
        String obstacle = fault.obstacle(cluster);
        if (obstacle != null) {
            skipped.put(fault.name(), obstacle);
            progress.say("Skipped: %s (%s)", fault.name(), obstacle);
        }
        return obstacle == null;
    }

    /** @return whether the cluster is in order again, so that another round can begin */
    private boolean round(Fault fault, int number, Scene scene) {
        progress.say("Round %d of %d: %s", number, plan.rounds(), fault.name());
        try {
            fault.prepare(scene);
            scene.awaitSteady();
            Strike strike = fault.strike(scene);
            recoveries.computeIfAbsent(fault.name(), name -> new ArrayList<>()).add(strike.recovery());
            progress.say(
                    "  partitions %s%s fire again after %.1f s; the log says: %s",
                    strike.partitions(),
                    strike.inTransaction() ? ", in a transaction," : "",
                    strike.recovery().toMillis() / 1e3,
                    strike.said().substring(0, Math.min(160, strike.said().length())));
        } catch (RuntimeException e) {
            failed(number, fault, e);
        }
        try {
            fault.heal(scene);
            scene.awaitSteady();
            return true;
        } catch (RuntimeException e) {
            failed(number, fault, e);
            return false;
        }
    }

    /** Whatever it was, the log of this round is audited all the same. */
    private void failed(int number, Fault fault, RuntimeException e) {
        String what = "round " + number + ", " + fault.name() + ": "
                + (e instanceof BenchFailure ? e.getMessage() : e.toString());
        progress.say("  FAILED: %s", what);
        failures.add(what);
    }

    /** Of all that is due by now, once it is decided: what is merely late is not lost. */
    private Summary audit(Cluster cluster, FireTail fires, ChaosLoad load) {
        Instant to = Instant.now();
        progress.say("Auditing up to %s", to);
        try {
            fires.awaitEach(to, load.schedules(), Scene.PATIENCE);
            // What these are owed next is decided behind all that any schedule was owed by then.
            fires.awaitEach(Instant.now(), load.schedules(), Scene.PATIENCE);
        } catch (BenchFailure e) {
            // What is missing is found by the audit.
            failures.add("before the audit: " + e.getMessage());
        }
        List<String> shown = new ArrayList<>();
        Summary summary = new Audit(new AuditSettings(
                        Map.of("bootstrap.servers", cluster.bootstrapServers()),
                        null,
                        // Also what a clock that was an hour ahead decided.
                        null,
                        to,
                        null,
                        AuditSettings.LATE_WINDOW))
                .run(finding -> {
                    if (shown.size() < SHOWN_FINDINGS) {
                        shown.add(finding.toString());
                    }
                });
        shown.forEach(finding -> progress.say("  %s", finding));
        summary.lines().forEach(line -> progress.say("  %s", line));
        return summary;
    }

    private void put(ObjectNode result, int done, FireTail fires, Churn churn, Summary audit) {
        result.put("rounds", done)
                .put("warm_up_seconds", plan.warmUp().toSeconds())
                .put("schedules", plan.schedules())
                .put("quiet", plan.quiet());
        ObjectNode perFault = result.putObject("recovery_seconds");
        recoveries.forEach((name, times) -> {
            ArrayNode seconds = perFault.putArray(name);
            times.forEach(time -> seconds.add(seconds(time)));
        });
        putMax(result, "failover_max_seconds", FAILOVERS);
        putMax(result, "restart_max_seconds", List.of("restart"));
        ObjectNode why = result.putObject("skipped");
        skipped.forEach(why::put);
        result.put("fires", audit.fires())
                .put("fires_seen", fires.seen())
                .put("writes", churn.applied())
                .put("writes_unknown", churn.unknown())
                .put("contradicted", churn.contradicted())
                .put("lost", audit.lost())
                .put("doubled", audit.doubled())
                .put("unexplained", audit.unexplained());
        ArrayNode failed = result.putArray("failures");
        failures.forEach(failed::add);
        result.set("clean", Json.tree(clean(result)));
    }

    private void putMax(ObjectNode result, String field, List<String> faults) {
        @Nullable
        Duration longest = faults.stream()
                .flatMap(name -> recoveries.getOrDefault(name, List.of()).stream())
                .max(Duration::compareTo)
                .orElse(null);
        if (longest != null) {
            result.put(field, seconds(longest));
        }
    }

    private static double seconds(Duration time) {
        return Math.round(time.toMillis() / 100.0) / 10.0;
    }
}
