package dev.tactus.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.load.Herd;
import dev.tactus.bench.load.RecordSample;
import dev.tactus.bench.load.TransactionalLimit;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench limit}. */
@Command(
        name = "limit",
        mixinStandardHelpOptions = true,
        description = "What this broker takes from a transactional producer that sends copies of what the processor"
                + " writes for a fire: a fire event and the schedule's changed row. A small herd gives the copies.")
final class LimitCommand extends BenchCommand {
    /** What {@code herd --limit} measures with. */
    static final int PRODUCERS = 1;

    static final Duration TIME = Duration.ofSeconds(10);

    private static final int EXAMPLES = 2_000;

    @Option(
            names = "--producers",
            paramLabel = "N",
            defaultValue = "" + PRODUCERS,
            description = "Each with its own thread and transactions. Default: ${DEFAULT-VALUE}")
    private int producers;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Override
    ObjectNode measure(Workspace workspace, Progress progress) {
        if (producers < 1 || producers > TactusProcesses.PARTITIONS.count()) {
            throw new BenchFailure("--producers must be 1 to " + TactusProcesses.PARTITIONS.count());
        }
        TactusProcesses processes = TactusProcesses.withBroker(workspace, "limit");
        processes.startProcessor(processorJvm());
        Herd herd = new Herd(processes.bootstrapServers(), load(processes, progress), progress);
        // Shows how fast schedules are applied, so that the examples are in time for their minute.
        herd.warmUp(EXAMPLES / 4);
        herd.recurring(EXAMPLES);
        processes.stopProcessor();
        TransactionalLimit.Result limit = new TransactionalLimit(
                        processes.bootstrapServers(), RecordSample.last(processes.bootstrapServers()), progress)
                .run(producers, Duration.ofSeconds(seconds));
        return result("limit")
                .put("producers", producers)
                .put("records_per_second", rounded(limit.recordsPerSecond()))
                .put("fires_per_second", rounded(limit.firesPerSecond()))
                .put("fire_bytes", limit.fireBytes())
                .put("row_bytes", limit.rowBytes());
    }
}
