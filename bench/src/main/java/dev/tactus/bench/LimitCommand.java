package dev.tactus.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.load.Herd;
import dev.tactus.bench.load.TransactionalLimit;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench limit}. */
@Command(
        name = "limit",
        mixinStandardHelpOptions = true,
        description = "What this broker takes from transactional producers that send copies of what the processor"
                + " writes for a fire, a fire event and the schedule's changed row, while the herd's consumer reads the"
                + " fires; and what it takes while nobody reads. A small herd gives the copies.")
final class LimitCommand extends BenchCommand {
    private static final int EXAMPLES = 2_000;

    @Option(
            names = "--producers",
            paramLabel = "N",
            description = "Each with its own thread and transactions. By default as many as the processor has stream"
                    + " threads.")
    private int producers = TransactionalLimit.Load.STANDARD.producers();

    @Option(names = "--fires", paramLabel = "N", description = "How many are measured. Default: 2000000")
    private long fires = TransactionalLimit.Load.STANDARD.fires();

    @Option(names = "--warm-up", paramLabel = "N", description = "So many before them. Default: 1000000")
    private long warmUp = TransactionalLimit.Load.STANDARD.warmUp();

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
        TransactionalLimit.Result limit =
                limit(workspace, processes, progress).run(new TransactionalLimit.Load(producers, warmUp, fires));
        return result("limit")
                .put("producers", producers)
                .put("fires_per_second", rounded(limit.firesPerSecond()))
                .put("records_per_second", rounded(limit.recordsPerSecond()))
                .put("unread_fires_per_second", rounded(limit.unreadFiresPerSecond()))
                .put("fire_bytes", limit.fireBytes())
                .put("row_bytes", limit.rowBytes());
    }
}
