package dev.tactus.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.load.CommittedReader;
import dev.tactus.bench.load.Definitions;
import dev.tactus.bench.load.FireTally;
import dev.tactus.bench.load.FireWatch;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench lateness}. */
@Command(
        name = "lateness",
        mixinStandardHelpOptions = true,
        description =
                "One-shot schedules whose instants are spread evenly: how long after its nominal instant a fire is"
                        + " visible to a read_committed consumer in another process.")
final class LatenessCommand extends BenchCommand {
    /** Fewer than any machine creates, so that all are applied before the first is due. */
    private static final int CREATES_PER_SECOND = 2_000;

    private static final Duration SLACK = Duration.ofSeconds(5);

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "500",
            description = "Instants per second. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(names = "--minutes", paramLabel = "T", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private double minutes;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "10",
            description = "So many seconds more, before what is measured. Default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    @Override
    ObjectNode measure(Workspace workspace, Progress progress) {
        int warmUp = rate * warmUpSeconds;
        int count = warmUp + (int) Math.round(rate * 60 * minutes);
        progress.say("Starting a broker and a processor");
        TactusProcesses processes = TactusProcesses.withBroker(workspace, "lateness");
        processes.startProcessor(processorJvm());
        Instant first = Instant.now()
                .plus(SLACK)
                .plusMillis(1_000L * count / CREATES_PER_SECOND)
                .truncatedTo(ChronoUnit.SECONDS);
        FireTally tally = new FireTally();
        try (CommittedReader fires =
                new CommittedReader(processes.bootstrapServers(), Topic.SCHEDULE_FIRES.topicName())) {
            load(processes, progress)
                    .create(count, number -> Definitions.once(number, due(first, number), Instant.now()), wanted -> {
                        int number = tally.expected();
                        tally.expect(wanted, due(first, number), number >= warmUp);
                    });
            if (Instant.now().isAfter(first)) {
                throw new BenchFailure("the schedules were not applied before the first was due: run it again on a"
                        + " quieter machine, or with a lower --rate or fewer --minutes");
            }
            progress.say("The first is due at %s, the last at %s", first, due(first, count - 1));
            new FireWatch(fires, tally, progress, FireWatch.LOST).run(due(first, count - 1));
        }
        // Cleanly, so that a recording of it that was asked for is written.
        processes.stopProcessor();
        ObjectNode result = result("lateness")
                .put("rate", rate)
                .put("minutes", minutes)
                .put("measured", tally.lateness().getTotalCount());
        putLateness(result, tally.lateness());
        return result.put("lost", tally.lost())
                .put("doubled", tally.doubled())
                .put("unexpected", tally.unexpected())
                .put("early", tally.early());
    }

    private Instant due(Instant first, int number) {
        return first.plusMillis(1_000L * number / rate);
    }
}
