package dev.tactus.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.load.ApiLoad;
import dev.tactus.bench.process.CompilerTime;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            defaultValue = "300",
            description =
                    "The load runs before what is measured until the JVMs have compiled what they use: until that takes"
                            + " less than 3 %% of the cores for 10 s, at most so many seconds. Default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    private static final int SLICE_SECONDS = 10;
    private static final double LEAST_COMPILING = 0.03;

    @Override
    ObjectNode measure(Workspace workspace, Progress progress) {
        progress.say("Starting a broker, a processor and an API");
        TactusProcesses processes = TactusProcesses.withBroker(workspace, "create");
        processes.startProcessor(processorJvm());
        URI api = processes.startApi();
        ApiLoad load = new ApiLoad(api, progress);
        load.registerWorkflow();
        int warm = warmUp(load, processes, progress);
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
    private int warmUp(ApiLoad load, TactusProcesses processes, Progress progress) {
        List<Long> jvms = new ArrayList<>(processes.pids());
        jvms.add(ProcessHandle.current().pid());
        CompilerTime compilers = new CompilerTime(jvms);
        int spent = 0;
        double share = 1;
        while (spent < warmUpSeconds && share > LEAST_COMPILING) {
            int slice = Math.min(SLICE_SECONDS, warmUpSeconds - spent);
            progress.say("Warming up, at most %d s more", warmUpSeconds - spent);
            load.run(connections, Duration.ofSeconds(slice));
            spent += slice;
            share = compilers.share();
            progress.say("The compilers took %.0f %% of the cores", share * 100);
        }
        return spent;
    }
}
