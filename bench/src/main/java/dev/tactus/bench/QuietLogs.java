package dev.tactus.bench;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps libraries from filling a benchmark's output with what is no failure. */
public final class QuietLogs {
    private static final Map<String, Level> LEVELS = Map.of(
            "", Level.WARNING,
            // What a consumer or a producer meets while its broker stops, as it does here on purpose.
            "org.apache.kafka", Level.SEVERE);

    /** Held, because the log manager holds loggers weakly and would forget their levels with them. */
    private static final Map<Logger, Level> HELD = held();

    private QuietLogs() {}

    /** Warnings only, for this JVM. */
    public static void set() {
        HELD.forEach(Logger::setLevel);
    }

    private static Map<Logger, Level> held() {
        Map<Logger, Level> held = new java.util.HashMap<>();
        LEVELS.forEach((name, level) -> held.put(Logger.getLogger(name), level));
        return held;
    }
}
