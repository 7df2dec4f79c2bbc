package dev.tactus.standalone;

import dev.tactus.broker.BrokerException;
import dev.tactus.contracts.secret.SecretException;
import dev.tactus.contracts.topic.TopicMismatchException;
import dev.tactus.dispatcher.handover.OffsetsGoneException;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line. Exit codes: 0 done, 1 could not start or failed, 2 wrong usage, 128 + n ended by signal n; the
 * audit has its own.
 */
@Command(
        name = "tactus",
        description = "The scheduling platform for people on Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DevCommand.class,
            ApiCommand.class,
            ProcessorCommand.class,
            DispatcherCommand.class,
            AuditCommand.class,
            DeadLettersCommand.class,
            HealthCommand.class,
            KeysetCommand.class
        })
public final class Tactus {
    /** What users can mend: their message is all they need. */
    private static final List<Class<? extends RuntimeException>> EXPLAINED = List.of(
            StartFailure.class,
            BrokerException.class,
            TopicMismatchException.class,
            OffsetsGoneException.class,
            SecretException.class);

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        // Before anything logs: the log must outlive the start of the shutdown.
        System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
        System.exit(execute(args));
    }

    static int execute(String... args) {
        CommandLine commandLine = new CommandLine(new Tactus());
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
        return commandLine.execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    private static int report(Exception failure, CommandLine command) {
        if (explained(failure)) {
            command.getErr().println("tactus: " + oneLine(String.valueOf(failure.getMessage())));
        } else {
            // Not a field: the log manager is chosen in main, before the first logger.
            LoggerFactory.getLogger(Tactus.class).error("Failed unexpectedly", failure);
            command.getErr()
                    .println("tactus: failed unexpectedly: " + oneLine(failure.toString()) + ". "
                            + Logging.whereToLook());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    static boolean explained(Exception failure) {
        return EXPLAINED.stream().anyMatch(type -> type.isInstance(failure));
    }

    static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
