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
import java.util.Objects;
import java.util.function.ToDoubleFunction;
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
    @Option(names = "--schedules", defaultValue = "100000", description = "How many. Default: ${DEFAULT-VALUE}")
    private int schedules;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Two herds first, of so many fires together, and one of as many of each peer's."
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

    private record Round(
            Herd.Result herd, TransactionalLimit.@Nullable Result limit, ApiClients.@Nullable Latencies clients) {}

    @Override
    ObjectNode measure(Workspace workspace, Progress progress) {
        List<Round> tactus = new ArrayList<>();
        Map<Peer, List<PeerHerd.Result>> others = new LinkedHashMap<>();
        PeerHerd peerHerd = peers.isEmpty() ? null : new PeerHerd(workspace, workspace.keep(Postgres::start), progress);
        for (int round = 0; round < rounds; round++) {
            tactus.add(tactus(workspace, progress, round));
            if (peerHerd != null) {
                for (Peer peer : peers) {
                    others.computeIfAbsent(peer, none -> new ArrayList<>())
                            .add(peerHerd.run(peer, schedules, warmUp, Duration.ofSeconds(peerSeconds)));
                }
            }
        }
        return result(tactus, others);
    }

    private Round tactus(Workspace workspace, Progress progress, int round) {
        progress.say("Starting a broker and a processor");
        TactusProcesses processes = TactusProcesses.withBroker(workspace, "round-" + round);
        processes.startProcessor(processorJvm());
        Herd herd = new Herd(processes.bootstrapServers(), load(processes, progress), progress);
        Herd.Result result;
        ApiClients.Latencies latencies = null;
        if (clients == 0) {
            herd.warmUp(warmUp);
            result = recurring(herd);
        } else {
            URI api = processes.startApi();
            new ApiLoad(api, progress).registerWorkflow();
            try (ApiClients asking = new ApiClients(api, clients)) {
                herd.warmUp(warmUp);
                result = recurring(herd);
                latencies = asking.between(
                        result.due(), Instant.ofEpochMilli(result.tally().lastVisible()));
            }
        }
        processes.stopProcessor();
        TransactionalLimit.Result limit =
                withLimit ? limit(workspace, processes, progress).run(TransactionalLimit.Load.STANDARD) : null;
        processes.close();
        return new Round(result, limit, latencies);
    }

    private Herd.Result recurring(Herd herd) {
        if (createRate > 0) {
            herd.planWith(createRate);
        }
        return herd.recurring(schedules);
    }

    private ObjectNode result(List<Round> tactus, Map<Peer, List<PeerHerd.Result>> others) {
        double rate = median(tactus, round -> round.herd().firesPerSecond());
        Histogram lateness = tactus.getFirst().herd().tally().lateness().copy();
        tactus.stream()
                .skip(1)
                .forEach(round -> lateness.add(round.herd().tally().lateness()));
        ObjectNode result =
                result("herd").put("schedules", schedules).put("rounds", rounds).put("fires_per_second", rounded(rate));
        putLateness(result, lateness);
        result.put("lost", sum(tactus, round -> round.herd().tally().lost()))
                .put("doubled", sum(tactus, round -> round.herd().tally().doubled()))
                .put("unexpected", sum(tactus, round -> round.herd().tally().unexpected()))
                .put(
                        "other_tenant_max_lateness_ms",
                        tactus.stream()
                                .mapToLong(round ->
                                        round.herd().tally().bystanders().getMaxValue())
                                .max()
                                .orElse(0))
                .put(
                        "created_per_second",
                        rounded(median(tactus, round -> round.herd().createdPerSecond())));
        if (clients > 0) {
            putClients(result, tactus);
        }
        if (withLimit) {
            List<TransactionalLimit.Result> limits =
                    tactus.stream().map(Round::limit).filter(Objects::nonNull).toList();
            double limit = median(limits, TransactionalLimit.Result::firesPerSecond);
            double unread = median(limits, TransactionalLimit.Result::unreadFiresPerSecond);
            result.put("limit_fires_per_second", rounded(limit))
                    .put("share_of_limit", rounded(rate / limit))
                    .put("unread_limit_fires_per_second", rounded(unread))
                    .put("share_of_unread_limit", rounded(rate / unread));
        }
        if (rounds > 1) {
            ArrayNode each = result.putArray("fires_per_second_by_round");
            tactus.forEach(round -> each.add(rounded(round.herd().firesPerSecond())));
        }
        others.forEach((peer, results) -> put(result, peer, results, rate, lateness));
        return result;
    }

    /** Of all rounds together, from the instant until the last fire was visible. */
    private static void putClients(ObjectNode result, List<Round> tactus) {
        Histogram commands = new Histogram(3);
        Histogram queries = new Histogram(3);
        int failed = 0;
        for (Round round : tactus) {
            ApiClients.Latencies latencies = round.clients();
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
    private static void put(
            ObjectNode result, Peer peer, List<PeerHerd.Result> results, double rate, Histogram lateness) {
        double peerRate = median(results, PeerHerd.Result::firesPerSecond);
        double peerP99 = median(results, PeerHerd.Result::p99LatenessMs);
        ObjectNode figures = result.objectNode()
                .put("peer", peer.toString())
                .put("peer_fires_per_second", rounded(peerRate))
                .put("peer_p50_lateness_ms", median(results, PeerHerd.Result::p50LatenessMs))
                .put("peer_p99_lateness_ms", peerP99)
                .put("peer_disk_syncs_per_second", Math.round(median(results, PeerHerd.Result::diskSyncsPerSecond)))
                .put("peer_complete", results.stream().allMatch(PeerHerd.Result::complete))
                .put("ratio", rounded(rate / peerRate))
                .put("p99_lateness_ratio", rounded(lateness.getValueAtPercentile(99) / peerP99));
        if (!result.has("peer")) {
            result.setAll(figures);
        }
        result.withObjectProperty("peers").set(peer.toString(), figures);
    }

    private static int sum(List<Round> rounds, java.util.function.ToIntFunction<Round> figure) {
        return rounds.stream().mapToInt(figure).sum();
    }

    private static <T> double median(List<T> of, ToDoubleFunction<T> figure) {
        double[] sorted = of.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
