package dev.tactus.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.load.Definitions;
import dev.tactus.bench.load.FirstFires;
import dev.tactus.bench.load.ScheduleLoad;
import dev.tactus.bench.process.ChildJvm;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench million}. */
@Command(
        name = "million",
        mixinStandardHelpOptions = true,
        description = "One processor with many schedules, none of them due: what it costs to have them, and how soon it"
                + " fires after a clean restart, and after its state directory was lost.")
final class MillionCommand extends BenchCommand {
    @Option(names = "--schedules", defaultValue = "1000000", description = "How many. Default: ${DEFAULT-VALUE}")
    private int schedules;

    @Option(
            names = "--idle-seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "Over which the idle CPU is taken. Default: ${DEFAULT-VALUE}")
    private int idleSeconds;

    @Option(
            names = "--settle-seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "Between the last create and the idle time. Default: ${DEFAULT-VALUE}")
    private int settleSeconds;

    @Override
    ObjectNode measure(Workspace workspace, Progress progress) {
        progress.say("Starting a broker and a processor");
        TactusProcesses processes = TactusProcesses.withBroker(workspace, "million");
        ChildJvm processor = processes.startProcessor(processorJvm());
        ScheduleLoad load = load(processes, progress);
        int month = ZonedDateTime.now(ZoneOffset.UTC).plusMonths(3).getMonthValue();
        double created = load.create(schedules, number -> Definitions.yearly(number, month, Instant.now()), none -> {});

        pass(settleSeconds, progress, "settling");
        Duration cpuBefore = processor.cpu();
        pass(idleSeconds, progress, "idle");
        double idleShare = (processor.cpu().toMillis() - cpuBefore.toMillis()) / 1e3 / idleSeconds;
        long memory = megabytes(processor);
        progress.say("Idle: %.1f %% of a core, %,d MB", idleShare * 100, memory);

        // One that fires every second in each partition. After a restart each has missed some instants, fires for the
        // latest of them, and so shows that its partition is at work.
        load.create(
                TactusProcesses.PARTITIONS.count(),
                number -> Definitions.everySecond(number, Instant.now()),
                none -> {});
        processes.stopProcessor();
        FirstFires fires = new FirstFires(processes.bootstrapServers(), progress);
        FirstFires.Result clean = fires.after(() -> processes.launchProcessor(processorJvm()));
        long memoryAfterRestart = megabytes(clean.processor());

        processes.stopProcessor();
        Workspace.delete(processes.stateFolder());
        FirstFires.Result lost = fires.after(() -> processes.launchProcessor(processorJvm()));
        long memoryAfterRestore = megabytes(lost.processor());
        // Cleanly, so that a recording of it that was asked for is written.
        processes.stopProcessor();
        return result("million")
                .put("schedules", schedules)
                .put("created_per_second", rounded(created))
                .put("idle_cpu_share", Math.round(idleShare * 1_000) / 1_000.0)
                .put("memory_mb", memory)
                .put("memory_after_restart_mb", memoryAfterRestart)
                .put("memory_after_restore_mb", memoryAfterRestore)
                .put("restart_first_fire_ms", clean.firstMillis())
                .put("restart_all_partitions_ms", clean.allMillis())
                .put("restore_first_fire_ms", lost.firstMillis())
                .put("restore_all_partitions_ms", lost.allMillis());
    }

    private static long megabytes(ChildJvm jvm) {
        return jvm.residentBytes() / (1024 * 1024);
    }

    private static void pass(int seconds, Progress progress, String what) {
        for (int passed = 0; passed < seconds; passed++) {
            progress.tick("%s, %d of %d s", what, passed, seconds);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }
}
