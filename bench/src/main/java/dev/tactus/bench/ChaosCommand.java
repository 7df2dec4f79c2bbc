package dev.tactus.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.chaos.Plan;
import dev.tactus.bench.chaos.Rounds;
import dev.tactus.bench.process.Workspace;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench chaos}. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description =
                "Breaks a cluster under load, one fault a round, and audits what was said meanwhile: no instant may be"
                        + " lost, doubled or unexplained. Each round makes sure that its victim was in the middle of work, and"
                        + " measures how long its partitions fire nothing. Ends with 1 when something is not as it must be.",
        footer = {
            "",
            "Faults: kill, stall, restart, broker, poison, undecidable, state; as root also network (a network namespace) and disk (a"
                    + " file system in memory); with libfaketime (Debian: faketime) also clock-back and clock-forward. What"
                    + " can't be made is named under skipped in the result."
        })
final class ChaosCommand extends BenchCommand {
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--faults",
            paramLabel = "A,B",
            split = ",",
            description = "Only these, in turns. Default: all, in turns")
    private List<String> faults = List.of();

    @Option(
            names = "--schedules",
            paramLabel = "N",
            defaultValue = "1000",
            description = "That fire every one to eight seconds. Default: ${DEFAULT-VALUE}")
    private int schedules;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "60",
            description = "Seconds that all fire before the first fault: a JVM compiles for a minute, and what it then"
                    + " takes to take over is what it takes in production. Default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    @Option(
            names = "--quiet",
            description =
                    "Without a client and a dispatcher: once all schedules are created and both processors have been"
                            + " restarted, nothing but the clock drives them. A transaction has then no consumed records in it.")
    private boolean quiet;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of the choice of victims. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Override
    ObjectNode measure(Workspace workspace, Progress progress) {
        ObjectNode result = result("chaos");
        List<String> wanted = faults.isEmpty() ? Rounds.faults() : faults;
        Plan plan = new Plan(rounds, wanted, schedules, Duration.ofSeconds(warmUpSeconds), quiet, seed);
        new Rounds(workspace, progress, plan).run(result);
        return result;
    }

    @Override
    int exitCode(ObjectNode result) {
        return Rounds.clean(result) ? 0 : 1;
    }
}
