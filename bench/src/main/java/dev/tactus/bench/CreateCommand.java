package dev.tactus.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.load.ApiLoad;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import java.net.URI;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench create}. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description =
                "POST /v1/schedules/create over keep-alive connections: creates per second, and how long each took"
                        + " until it was answered, which is when it is applied. API, processor and broker are three processes.")
final class CreateCommand extends BenchCommand {
    @Option(names = "--connections", paramLabel = "N", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "150",
            description =
                    "The load runs before what is measured until the JVMs have compiled what they use and the rate"
                            + " grows by less than 5 %% in 20 s, at most so many seconds. Default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    private static final int SLICE_SECONDS = 10;
    private static final int FLAT_SLICES = 2;
    private static final double GROWING = 1.05;

    @Override
    ObjectNode measure(Workspace workspace, Progress progress) {
        progress.say("Starting a broker, a processor and an API");
        TactusProcesses processes = TactusProcesses.withBroker(workspace, "create");
        processes.startProcessor(processorJvm());
        URI api = processes.startApi();
        ApiLoad load = new ApiLoad(api, progress);
        load.registerWorkflow();
        int warm = warmUp(load, progress);
        ApiLoad.Result measured = load.run(connections, Duration.ofSeconds(seconds));
        // Cleanly, so that a recording of it that was asked for is written.
        processes.stopProcessor();
        return result("create")
                .put("connections", connections)
                .put("warm_up_seconds", warm)
                .put("seconds", seconds)
                .put("creates_per_second", rounded(measured.perSecond()))
                .put("p50_ms", rounded(measured.latency().getValueAtPercentile(50) / 1e3))
                .put("p99_ms", rounded(measured.latency().getValueAtPercentile(99) / 1e3))
                .put("p999_ms", rounded(measured.latency().getValueAtPercentile(99.9) / 1e3))
                .put("max_ms", rounded(measured.latency().getMaxValue() / 1e3))
                .put("failed", measured.failed());
    }

    /** @return how many seconds it took */
    private int warmUp(ApiLoad load, Progress progress) {
        double best = 0;
        int spent = 0;
        int flat = 0;
        while (spent < warmUpSeconds && flat < FLAT_SLICES) {
            int slice = Math.min(SLICE_SECONDS, warmUpSeconds - spent);
            progress.say("Warming up, at most %d s more", warmUpSeconds - spent);
            double rate = load.run(connections, Duration.ofSeconds(slice)).perSecond();
            spent += slice;
            flat = rate < best * GROWING ? flat + 1 : 0;
            best = Math.max(best, rate);
        }
        return spent;
    }
}
