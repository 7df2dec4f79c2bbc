package dev.tactus.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Where the log goes. Everything logs through slf4j or {@code java.util.logging}; both end here. */
final class Logging {
    private static final long FILE_BYTES = 20L * 1024 * 1024;

    /** Says that a broker can't be reached, several times a second and for each client. */
    private static final String CONNECTIONS = "org.apache.kafka.clients.NetworkClient";

    private static final Duration SELDOM = Duration.ofSeconds(10);

    /** What Kafka says at these levels is for people who debug Kafka. */
    private static final Map<String, Level> QUIET = Map.of(
            "org.apache.kafka",
            Level.WARNING,
            "kafka",
            Level.WARNING,
            "state.change.logger",
            Level.WARNING,
            "io.helidon",
            Level.WARNING,
            CONNECTIONS,
            Level.WARNING);

    /** Held, because the log manager holds loggers weakly and would forget their levels with them. */
    private static final List<Logger> HELD =
            QUIET.keySet().stream().map(Logger::getLogger).toList();

    private static volatile String whereToLook = "Run it again with --help, or report this as a bug.";

    private Logging() {}

    /** Everything to the file; to the console what the user of {@code dev} should see at once. */
    static void toFile(Path file) throws IOException {
        LogFile handler = new LogFile(file, FILE_BYTES);
        ConsoleHandler console = new ConsoleHandler();
        console.setFilter(Logging::worthTheConsole);
        install(handler, console);
        whereToLook = "See " + file + ".";
    }

    /** Everything to the console: for a service in a container or under a supervisor. */
    static void toConsole() {
        install(new ConsoleHandler());
        whereToLook = "The log above has the details.";
    }

    /** Nothing anywhere, for commands that only print. */
    static void off() {
        install();
    }

    private static void install(Handler... handlers) {
        Logger root = Logger.getLogger("");
        for (Handler old : root.getHandlers()) {
            root.removeHandler(old);
        }
        for (Handler handler : handlers) {
            handler.setLevel(Level.ALL);
            handler.setFormatter(new OneLineFormatter());
            root.addHandler(handler);
        }
        HELD.forEach(logger -> {
            logger.setLevel(QUIET.get(logger.getName()));
            if (CONNECTIONS.equals(logger.getName())) {
                logger.setFilter(new Seldom(SELDOM, System::nanoTime));
            }
        });
    }

    /** Kafka reports as errors what it mends by itself; a user is shown what Tactus makes of it. */
    private static boolean worthTheConsole(LogRecord logged) {
        return logged.getLevel().intValue() >= Level.WARNING.intValue()
                && String.valueOf(logged.getLoggerName()).startsWith("dev.tactus");
    }

    /** What to tell a user about an error that should not have happened. */
    static String whereToLook() {
        return whereToLook;
    }
}
