package dev.tactus.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.load.ScheduleLoad;
import dev.tactus.bench.load.TransactionalLimit;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import dev.tactus.contracts.Json;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Option;

/** What the benchmarks have in common: processes in a workspace, progress on stderr, and a line of JSON at the end. */
abstract class BenchCommand implements Callable<Integer> {
    /**
     * A heap as small as a production processor's may be, and no smaller: a million schedules fit. The rest is what {@code
     * ./tactus processor} says.
     */
    private static final List<String> PROCESSOR_JVM = List.of(
            "-Xms512m",
            "-Xmx1g",
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:G1NewSizePercent=20",
            "-XX:G1MaxNewSizePercent=40",
            "-XX:+AlwaysPreTouch");

    private static final List<String> MUST_BE_NONE =
            List.of("lost", "doubled", "unexpected", "early", "other_ids", "forged_signatures");

    @Option(names = "--json", description = "Print the result only, and no progress.")
    private boolean onlyJson;

    @Option(
            names = "--processor-jvm",
            paramLabel = "OPTION",
            description = "One more option for the processor's JVM, as in"
                    + " --processor-jvm=-XX:StartFlightRecording=filename=herd.jfr. May be repeated.")
    private List<String> processorJvm = List.of();

    @Option(
            names = "--without-outcomes",
            description = "Create schedules with commands that nobody waits for. That is quicker, and the store is then"
                    + " as it is a day later, when outcomes are forgotten.")
    private boolean withoutOutcomes;

    /** Measures, and returns what there is to say. */
    abstract ObjectNode measure(Workspace workspace, Progress progress);

    ScheduleLoad load(TactusProcesses processes, Progress progress) {
        return new ScheduleLoad(processes.bootstrapServers(), !withoutOutcomes, progress);
    }

    List<String> processorJvm() {
        return Stream.concat(PROCESSOR_JVM.stream(), processorJvm.stream()).toList();
    }

    /** For what is held against the processor: a recording that was asked for is the processor's own. */
    List<String> processorJvmNotRecorded() {
        return processorJvm().stream()
                .filter(option -> !option.startsWith("-XX:StartFlightRecording"))
                .toList();
    }

    /** The broker's limit under the conditions of a herd, measured with what the last one left. */
    TransactionalLimit limit(Workspace workspace, TactusProcesses processes, Progress progress) {
        return new TransactionalLimit(workspace, processes.bootstrapServers(), processorJvmNotRecorded(), progress);
    }

    @Override
    public Integer call() {
        Progress progress = Progress.toStderr(onlyJson);
        ObjectNode result;
        try (Workspace workspace = Workspace.create()) {
            result = measure(workspace, progress);
        }
        System.out.println(result);
        return exitCode(result);
    }

    /** What the process ends with: 1 when something was measured that must not be. */
    int exitCode(ObjectNode result) {
        return MUST_BE_NONE.stream().allMatch(field -> result.path(field).asLong() == 0) ? 0 : 1;
    }

    static ObjectNode result(String benchmark) {
        return Json.object().put("benchmark", benchmark);
    }

    /** In JSON: two digits after the point are more than a benchmark can repeat. */
    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    static void putLateness(ObjectNode result, Histogram lateness) {
        result.put("p50_lateness_ms", lateness.getValueAtPercentile(50))
                .put("p99_lateness_ms", lateness.getValueAtPercentile(99))
                .put("p999_lateness_ms", lateness.getValueAtPercentile(99.9))
                .put("max_lateness_ms", lateness.getMaxValue());
    }
}
