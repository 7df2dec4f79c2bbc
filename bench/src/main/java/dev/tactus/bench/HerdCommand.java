package dev.tactus.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.load.ApiClients;
import dev.tactus.bench.load.ApiLoad;
import dev.tactus.bench.load.Herd;
import dev.tactus.bench.load.TransactionalLimit;
import dev.tactus.bench.peer.Peer;
import dev.tactus.bench.peer.PeerHerd;
import dev.tactus.bench.peer.Postgres;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code bench herd}. */
@Command(
        name = "herd",
        mixinStandardHelpOptions = true,
        description = "Recurring schedules that are all due in the same second: how fast they fire, and how late, for a"
                + " read_committed consumer in another process than the processor. No dispatcher runs.")
final class HerdCommand extends BenchCommand {
    private static final int ENOUGH_FIRES = 50_000;
    private static final int MOST_HERDS = 5;

    @Option(names = "--schedules", defaultValue = "100000", description = "How many. Default: ${DEFAULT-VALUE}")
    private int schedules;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Four herds first, of so many fires together, and one of as many of each peer's."
                    + " Default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(
            names = "--peer",
            paramLabel = "NAME",
            converter = PeerNames.class,
            description = "Give the same herd to this scheduler, on PostgreSQL, in the same run: db-scheduler,"
                    + " db-scheduler-defaults or quartz."
                    + " May be repeated.")
    private List<Peer> peers = List.of();

    @Option(
            names = "--peer-seconds",
            paramLabel = "S",
            defaultValue = "90",
            description = "A peer that has not fired all by then is stopped, and its rate is what it did."
                    + " Default: ${DEFAULT-VALUE}")
    private int peerSeconds;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            description = "How often, Tactus and the peers in turns; rates are the medians. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--herds",
            paramLabel = "N",
            description =
                    "So many herds in each round, a minute or more apart and in the same processes; the rate is the"
                            + " median of all. A small one is over in a tenth of a second, so that a collection or a compilation"
                            + " is half of it. Default: as many as make 50,000 fires, 5 at most;"
                            + " 1 beside a peer, which has one")
    private @Nullable Integer herdsGiven;

    @Option(
            names = "--create-rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Plan the herd's instant with so many creates a second. A herd of a million is created faster"
                    + " than the warm-up, by whose rate it is planned otherwise.")
    private int createRate;

    @Option(names = "--limit", description = "Measure the broker's limit too, see `bench limit`, and the share of it.")
    private boolean withLimit;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "0",
            description = "So many clients create and read schedules over the API meanwhile, each at most 50 times a"
                    + " second. Default: ${DEFAULT-VALUE}")
    private int clients;

    static final class PeerNames implements ITypeConverter<Peer> {
        @Override
        public Peer convert(String name) {
            try {
                return Peer.named(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private record Measured(Herd.Result herd, ApiClients.@Nullable Latencies clients) {}

    @Override
    ObjectNode measure(Workspace workspace, Progress progress) {
        requireAtLeastOne("--schedules", schedules);
        requireAtLeastOne("--rounds", rounds);
        requireAtLeastOne("--herds", herds());
        if (withLimit && clients > 0) {
            throw new BenchFailure("--limit sends copies of what a herd's fires leave, and --clients leave other rows"
                    + " among them: measure one after the other");
        }
        List<Measured> tactus = new ArrayList<>();
        List<TransactionalLimit.Result> limits = new ArrayList<>();
        Map<Peer, List<PeerHerd.Result>> others = new LinkedHashMap<>();
        PeerHerd peerHerd = peers.isEmpty()
                ? null
                : new PeerHerd(workspace, workspace.keep(Postgres::start), processorJvmNotRecorded(), progress);
        for (int round = 0; round < rounds; round++) {
            progress.say("Starting a broker and a processor");
            TactusProcesses processes = TactusProcesses.withBroker(workspace, "round-" + round);
            tactus.addAll(round(processes, progress));
            if (withLimit) {
                limits.add(limit(workspace, processes, progress).run(TransactionalLimit.Load.STANDARD));
            }
            processes.close();
            if (peerHerd != null) {
                for (Peer peer : peers) {
                    others.computeIfAbsent(peer, none -> new ArrayList<>())
                            .add(peerHerd.run(peer, schedules, warmUp, Duration.ofSeconds(peerSeconds)));
                }
            }
        }
        return result(tactus, limits, others);
    }

    private static void requireAtLeastOne(String option, int value) {
        if (value < 1) {
            throw new BenchFailure(option + " must be at least 1, not " + value);
        }
    }

    /** In each round. */
    private int herds() {
        if (herdsGiven != null) {
            return herdsGiven;
        }
        return peers.isEmpty() ? Math.clamp(Math.ceilDiv(ENOUGH_FIRES, schedules), 1, MOST_HERDS) : 1;
    }

    /** A round's herds, with a processor that is stopped after them. */
    private List<Measured> round(TactusProcesses processes, Progress progress) {
        processes.startProcessor(processorJvm());
        Herd herd = new Herd(processes.bootstrapServers(), load(processes, progress), progress);
        List<Measured> measured = new ArrayList<>();
        if (clients == 0) {
            herd.warmUp(warmUp);
            for (int number = 0; number < herds(); number++) {
                measured.add(new Measured(recurring(herd), null));
            }
        } else {
            URI api = processes.startApi();
            new ApiLoad(api, progress).registerWorkflow();
            try (ApiClients asking = new ApiClients(api, clients)) {
                herd.warmUp(warmUp);
                for (int number = 0; number < herds(); number++) {
                    Herd.Result result = recurring(herd);
                    Instant end = Instant.ofEpochMilli(result.tally().lastVisible());
                    measured.add(new Measured(result, asking.between(result.due(), end)));
                }
            }
        }
        processes.stopProcessor();
        return measured;
    }

    private Herd.Result recurring(Herd herd) {
        if (createRate > 0) {
            herd.planWith(createRate);
        }
        return herd.recurring(schedules);
    }

    private ObjectNode result(
            List<Measured> tactus, List<TransactionalLimit.Result> limits, Map<Peer, List<PeerHerd.Result>> others) {
        double rate = median(tactus, one -> one.herd().firesPerSecond());
        Histogram lateness = tactus.getFirst().herd().tally().lateness().copy();
        tactus.stream().skip(1).forEach(one -> lateness.add(one.herd().tally().lateness()));
        ObjectNode result = result("herd")
                .put("schedules", schedules)
                .put("rounds", rounds)
                .put("herds", herds())
                .put("fires_per_second", rounded(rate));
        putLateness(result, lateness);
        result.put("lost", sum(tactus, one -> one.herd().tally().lost()))
                .put("doubled", sum(tactus, one -> one.herd().tally().doubled()))
                .put("unexpected", sum(tactus, one -> one.herd().tally().unexpected()))
                .put("early", sum(tactus, one -> one.herd().tally().early()))
                .put(
                        "other_tenant_max_lateness_ms",
                        tactus.stream()
                                .mapToLong(
                                        one -> one.herd().tally().bystanders().getMaxValue())
                                .max()
                                .orElse(0))
                .put(
                        "created_per_second",
                        rounded(median(tactus, one -> one.herd().createdPerSecond())));
        if (clients > 0) {
            putClients(result, tactus);
        }
        if (withLimit) {
            double limit = median(limits, TransactionalLimit.Result::firesPerSecond);
            double unread = median(limits, TransactionalLimit.Result::unreadFiresPerSecond);
            result.put("limit_fires_per_second", rounded(limit))
                    .put("share_of_limit", rounded(rate / limit))
                    .put("unread_limit_fires_per_second", rounded(unread))
                    .put("share_of_unread_limit", rounded(rate / unread));
        }
        if (tactus.size() > 1) {
            ArrayNode each = result.putArray("fires_per_second_of_each");
            tactus.forEach(one -> each.add(rounded(one.herd().firesPerSecond())));
        }
        double p99 = median(tactus, one -> one.herd().tally().lateness().getValueAtPercentile(99));
        others.forEach((peer, results) -> put(result, peer, results, rate, p99));
        return result;
    }

    /** Of all herds together, from the instant until the last fire was visible. */
    private static void putClients(ObjectNode result, List<Measured> tactus) {
        Histogram commands = new Histogram(3);
        Histogram queries = new Histogram(3);
        int failed = 0;
        for (Measured one : tactus) {
            ApiClients.Latencies latencies = one.clients();
            if (latencies != null) {
                commands.add(latencies.commands());
                queries.add(latencies.queries());
                failed += latencies.failed();
            }
        }
        result.put("commands_meanwhile", commands.getTotalCount())
                .put("command_p99_ms", rounded(commands.getValueAtPercentile(99) / 1e3))
                .put("queries_meanwhile", queries.getTotalCount())
                .put("query_p99_ms", rounded(queries.getValueAtPercentile(99) / 1e3))
                .put("failed_meanwhile", failed);
    }

    /** Every peer's figures by its name; those of the first also stand at the top, where a script looks for the only one. */
    private static void put(ObjectNode result, Peer peer, List<PeerHerd.Result> results, double rate, double p99) {
        double peerRate = median(results, PeerHerd.Result::firesPerSecond);
        double peerP99 = median(results, PeerHerd.Result::p99LatenessMs);
        ObjectNode figures = result.objectNode()
                .put("peer", peer.toString())
                .put("peer_fires_per_second", rounded(peerRate))
                .put("peer_p50_lateness_ms", median(results, PeerHerd.Result::p50LatenessMs))
                .put("peer_p99_lateness_ms", peerP99)
                .put("peer_disk_syncs_per_second", Math.round(median(results, PeerHerd.Result::diskSyncsPerSecond)))
                .put("peer_warmed_up", results.stream().allMatch(PeerHerd.Result::warmedUp))
                .put("peer_complete", results.stream().allMatch(PeerHerd.Result::complete))
                .put("ratio", rounded(rate / peerRate))
                .put("p99_lateness_ratio", rounded(p99 / peerP99));
        if (!result.has("peer")) {
            result.setAll(figures);
        }
        result.withObjectProperty("peers").set(peer.toString(), figures);
    }

    private static int sum(List<Measured> herds, ToIntFunction<Measured> figure) {
        return herds.stream().mapToInt(figure).sum();
    }

    private static <T> double median(List<T> of, ToDoubleFunction<T> figure) {
        double[] sorted = of.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
