package dev.tactus.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.load.ApiLoad;
import dev.tactus.bench.load.Attempts;
import dev.tactus.bench.load.CallbackTally;
import dev.tactus.bench.load.Callbacks;
import dev.tactus.bench.load.ReceiverLimit;
import dev.tactus.bench.process.ChildJvm;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import dev.tactus.bench.receiver.Receivers;
import dev.tactus.dispatcher.DispatcherSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench callbacks}. */
@Command(
        name = "callbacks",
        mixinStandardHelpOptions = true,
        description =
                "One-shot schedules of the echo workflow with a signed callback each: callbacks per second from the"
                        + " first job.completed event to the last 2xx of the receiver, and how long each took from its job's"
                        + " event. Broker, processor, dispatcher and receiver are four processes.")
final class CallbacksCommand extends BenchCommand {
    private static final List<String> DISPATCHER_JVM = List.of("-Xms256m", "-Xmx512m");

    /** After which attempts that hang have ended, by the deadline of 15 s. */
    private static final Duration HUNG_ATTEMPTS = Duration.ofSeconds(25);

    private static final Duration READ_ATTEMPTS = Duration.ofSeconds(2);

    @Option(names = "--callbacks", paramLabel = "N", defaultValue = "50000", description = "Default: ${DEFAULT-VALUE}")
    private int callbacks;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "20000",
            description = "So many callbacks first: the JVMs compile meanwhile. Default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "0",
            description = "So many jobs begin per second; 0 for all in the same instant. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(
            names = "--bad-receivers",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "So many more callbacks in the first instant, to receivers that hang, that drip a byte a second,"
                            + " that send a gigabyte, that reset the connection and that answer 500 every other time."
                            + " Default: ${DEFAULT-VALUE}")
    private int badReceivers;

    @Option(
            names = "--limit-seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "How long the receiver's own limit is measured, with the dispatcher's HTTP client and nothing"
                    + " else. Default: ${DEFAULT-VALUE}")
    private int limitSeconds;

    @Option(
            names = "--dispatcher-jvm",
            paramLabel = "OPTION",
            description = "One more option for the dispatcher's JVM. May be repeated.")
    private List<String> dispatcherJvm = List.of();

    @Override
    ObjectNode measure(Workspace workspace, Progress progress) {
        progress.say("Starting a broker, a processor, a dispatcher and the receivers");
        Receivers receivers = Receivers.start(workspace);
        TactusProcesses processes = TactusProcesses.withBroker(workspace, "callbacks");
        processes.startProcessor(processorJvm());
        new ApiLoad(processes.startApi(), progress).registerWorkflow();
        processes.stopApi();
        ChildJvm dispatcher = processes.startDispatcher(
                Stream.concat(DISPATCHER_JVM.stream(), dispatcherJvm.stream()).toList());
        Callbacks callbacksOf = new Callbacks(
                processes.bootstrapServers(), load(processes, progress), processes.secrets(), receivers, progress);
        if (warmUp > 0) {
            progress.say("Warming up with %,d callbacks", warmUp);
            callbacksOf.run(warmUp, 0, 0);
        }
        CallbackTally.Result measured;
        ProcessBounds bounds = ProcessBounds.of(dispatcher);
        Attempts attempts = new Attempts(processes.bootstrapServers());
        try (bounds;
                attempts) {
            measured = callbacksOf.run(callbacks, rate, badReceivers);
            attempts.read(badReceivers > 0 ? HUNG_ATTEMPTS : READ_ATTEMPTS, progress);
        }
        Receivers.Counts counts = receivers.counts();
        // Cleanly, so that recordings that were asked for are written.
        processes.stopDispatcher();
        processes.stopProcessor();
        double limit = new ReceiverLimit(receivers, progress)
                .run(DispatcherSettings.DELIVERIES.perHost(), Duration.ofSeconds(limitSeconds));
        return result("callbacks")
                .put("callbacks", callbacks)
                .put("rate", rate)
                .put("bad_receivers", badReceivers)
                .put("callbacks_per_second", rounded(measured.perSecond()))
                .put("p50_ms", measured.latency().getValueAtPercentile(50))
                .put("p99_ms", measured.latency().getValueAtPercentile(99))
                .put("max_ms", measured.latency().getMaxValue())
                .put("lost", measured.lost())
                .put("doubled", measured.doubled())
                .put("other_ids", measured.otherIds())
                .put("verified_signatures", counts.verified())
                .put("forged_signatures", counts.forged())
                .put("attempts_failed", attempts.failed())
                .put("attempts_put_off", attempts.deferred())
                .put("longest_attempt_ms", attempts.longestMillis())
                .put("dispatcher_most_threads", bounds.mostThreads())
                .put("dispatcher_most_memory_mb", bounds.mostResidentBytes() >> 20)
                .put("limit_per_second", rounded(limit))
                .put("share_of_limit", rounded(measured.perSecond() / limit));
    }
}
