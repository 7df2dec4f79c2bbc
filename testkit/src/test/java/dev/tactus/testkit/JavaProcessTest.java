package dev.tactus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProcessTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** Says hello, then ticks for ever; says good-bye when asked to stop. */
    static final class Ticker {
        public static void main(String[] args) throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("good-bye")));
            System.out.println("hello " + args[0] + " " + System.getProperty("tone") + " " + System.getenv("PLACE"));
            Object never = new Object();
            synchronized (never) {
                for (int tick = 0; true; tick++) {
                    System.out.println("tick " + tick);
                    never.wait(10);
                }
            }
        }
    }

    private JavaProcess start() {
        return JavaProcess.of(Ticker.class)
                .jvm("-Dtone=loud")
                .args("world")
                .env("PLACE", "here")
                .start(folder.resolve("out.log"));
    }

    @Test
    void runsAMainClassAndStopsItCleanly() throws IOException {
        try (JavaProcess process = start()) {
            assertThat(process.awaitLine("hello", SOON)).isEqualTo("hello world loud here");
            assertThat(process.stop(SOON)).isEqualTo(128 + 15);
            process.awaitLine("good-bye", SOON);
        }
        assertThat(Files.readAllLines(folder.resolve("out.log"))).contains("hello world loud here", "good-bye");
    }

    @Test
    void killsWithoutGoodBye() {
        try (JavaProcess process = start()) {
            process.awaitLine("tick", SOON);
            process.kill();
            assertThat(process.isAlive()).isFalse();
            assertThat(process.awaitExit(SOON)).isEqualTo(128 + 9);
            assertThat(process.lines()).doesNotContain("good-bye");
        }
    }

    @Test
    void freezesAndThaws() {
        try (JavaProcess process = start()) {
            process.awaitLine("tick", SOON);
            process.freeze();
            int seen = linesOnceSilent(process);
            assertThat(process.isAlive()).isTrue();
            process.thaw();
            process.awaitLine("tick " + (seen + 5), SOON);
        }
    }

    /** What it printed before it froze may still be on its way; then nothing more comes. */
    private static int linesOnceSilent(JavaProcess process) {
        for (int turn = 0; turn < 50; turn++) {
            int before = process.lines().size();
            try {
                process.awaitLine(line -> process.lines().size() > before, Duration.ofMillis(200));
            } catch (AssertionError silent) {
                return before;
            }
        }
        throw new AssertionError("It ticks on");
    }
}
