package dev.tactus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    Path temp;

    @Test
    void keepsItsNameAndOneFullPredecessor() throws IOException {
        Path file = temp.resolve("tactus.log");
        for (int start = 0; start < 2; start++) {
            LogFile log = new LogFile(file, 100);
            log.setFormatter(new OneLineFormatter());
            for (int line = 0; line < 3; line++) {
                log.publish(logged("start " + start + " line " + line));
            }
            log.close();
        }
        // Some 50 bytes a line: full after two.
        assertThat(Files.readAllLines(temp.resolve("tactus.log.1")))
                .last()
                .asString()
                .endsWith("start 1 line 0");
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "2026-05-17T01:15:26.670Z WARN Topic start 1 line 1",
                        "2026-05-17T01:15:26.670Z WARN Topic start 1 line 2");
    }

    private static LogRecord logged(String text) {
        LogRecord logged = new LogRecord(Level.WARNING, text);
        logged.setLoggerName("dev.tactus.Topic");
        logged.setInstant(Instant.parse("2026-05-17T01:15:26.670Z"));
        return logged;
    }
}
