package dev.tactus.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./tactus bench}. Exit codes: 0 measured, 1 could not measure or not clean, 2 wrong usage, 128 + n ended by signal n. */
@Command(
        name = "bench",
        description = "Measures Tactus. Each benchmark shows its progress and ends in one line of JSON.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        subcommands = {
            HerdCommand.class,
            LimitCommand.class,
            LatenessCommand.class,
            CreateCommand.class,
            CallbacksCommand.class,
            MillionCommand.class,
            ChaosCommand.class
        })
public final class Bench {
    /** Runs a benchmark and ends the JVM with its exit code. */
    public static void main(String[] args) {
        QuietLogs.set();
        CommandLine commandLine = new CommandLine(new Bench());
        // JMH's options are JMH's.
        commandLine.addSubcommand(new CommandLine(new JmhCommand()).setUnmatchedOptionsArePositionalParams(true));
        commandLine.setExecutionExceptionHandler(Bench::report);
        System.exit(commandLine.execute(args.length == 0 ? new String[] {"--help"} : args));
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof BenchFailure) {
            command.getErr().println("bench: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
