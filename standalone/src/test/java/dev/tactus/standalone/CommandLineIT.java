package dev.tactus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.dispatcher.handover.OffsetsGoneException;
import dev.tactus.testkit.JavaProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees when a start is not possible: one line that says what to do, and an exit code that is not 0. */
class CommandLineIT {
    private static final Duration SOON = Duration.ofSeconds(120);

    @TempDir
    Path temp;

    @Test
    void aTakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThat(refused("dev", "--data-dir", folder(), "--port", Integer.toString(port)))
                    .isEqualTo("tactus: port " + port
                            + " is taken: stop what listens there, or choose another with --port (0 picks a free one)");
            assertThat(refused("dev", "--data-dir", folder(), "--port", "0", "--kafka-port", Integer.toString(port)))
                    .contains("another with --kafka-port");
        }
    }

    @Test
    void aFolderThatCannotBe() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));
        assertThat(refused(
                        "dev",
                        "--port",
                        "0",
                        "--data-dir",
                        file.resolve("below").toString()))
                .startsWith("tactus: the data folder ")
                .endsWith("choose another with --data-dir");
    }

    @Test
    void aSecondInstance() {
        try (DevFolder first = DevFolder.open(Path.of(folder()))) {
            assertThat(refused("dev", "--port", "0", "--data-dir", first.root().toString()))
                    .contains("is in use by another instance (process "
                            + ProcessHandle.current().pid() + ")");
        }
    }

    @Test
    void aConfigurationThatIsMissingOrWrong() throws Exception {
        assertThat(refused("processor", "--config", temp.resolve("none.yaml").toString()))
                .startsWith("tactus: cannot read the configuration ")
                .endsWith("name a readable YAML file with --config");
        Path broken = Files.writeString(temp.resolve("broken.yaml"), "a: [1,\nb: }\n");
        assertThat(refused("dispatcher", "--config", broken.toString())).contains("cannot be read as YAML");
        Path empty = Files.writeString(temp.resolve("empty.yaml"), "kafka:\n  partitions: 4\n");
        assertThat(refused("processor", "--config", empty.toString())).contains("kafka.bootstrap.servers");
        assertThat(refused("dispatcher", "--config", empty.toString())).contains("secrets.keyset");
        assertThat(refused("api", "--config", empty.toString())).contains("secrets.keyset");
    }

    @Test
    void secretsThatAreMissingOrWrong() throws Exception {
        String kafka = "kafka:\n  bootstrap.servers: 127.0.0.1:1\n";
        Path none = temp.resolve("none.json");
        Path lost = Files.writeString(temp.resolve("lost.yaml"), kafka + "secrets:\n  keyset-file: " + none + "\n");
        for (String service : List.of("dispatcher", "api")) {
            assertThat(refused(service, "--config", lost.toString()))
                    .contains("secrets.keyset-file")
                    .contains(none.toString());
        }
        Path noToken = Files.writeString(
                temp.resolve("no-token.yaml"), kafka + "internal:\n  token-file: " + temp.resolve("none") + "\n");
        assertThat(refused("processor", "--config", noToken.toString())).contains("internal.token-file");
        Path bad = Files.writeString(temp.resolve("bad.yaml"), kafka + "secrets:\n  keyset: not a keyset\n");
        assertThat(refused("dispatcher", "--config", bad.toString())).contains("create one with `tactus keyset`");
    }

    @Test
    void offsetsThatAreGone() {
        assertThat(Tactus.explained(new OffsetsGoneException("the-group", List.of("schedule-fires-0"))))
                .isTrue();
        assertThat(Tactus.explained(new IllegalStateException())).isFalse();
    }

    private String folder() {
        return temp.resolve("data").toString();
    }

    private String refused(String... args) {
        try (JavaProcess process = JavaProcess.of(Tactus.class)
                .jvm("-XX:TieredStopAtLevel=1")
                .args(args)
                .start(temp.resolve("output.log"))) {
            assertThat(process.awaitExit(SOON)).isEqualTo(1);
            process.awaitLine("tactus: ", SOON);
            List<String> said = process.lines().stream()
                    // What the JDK has to say about libraries that reach below it; the launcher answers it.
                    .filter(line -> !line.startsWith("WARNING: "))
                    // A service that had begun to start logs that it stopped.
                    .filter(line -> !line.contains(" INFO "))
                    .toList();
            assertThat(said).hasSize(1);
            return said.getFirst();
        }
    }
}
