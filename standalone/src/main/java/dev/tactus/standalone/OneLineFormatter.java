package dev.tactus.standalone;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** {@code 2026-05-17T01:15:26.670Z INFO ProcessorService text}, in UTC; a stack trace follows on its own lines. */
final class OneLineFormatter extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneId.of("UTC"));

    @Override
    public String format(LogRecord logged) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(logged.getInstant(), line);
        line.append(' ').append(level(logged.getLevel())).append(' ').append(shortName(logged));
        line.append(' ').append(formatMessage(logged).replace("\n", "\n  ")).append('\n');
        if (logged.getThrown() != null) {
            StringWriter trace = new StringWriter();
            logged.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        return line.toString();
    }

    private static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN";
        }
        return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    private static String shortName(LogRecord logged) {
        String name = String.valueOf(logged.getLoggerName());
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
