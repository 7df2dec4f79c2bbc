package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.testkit.RefusingPort;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The examples in docs, as processes of their own, started by the commands that stand at their heads. */
class ExamplesIT extends SharedDev {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void theHttpRunnerAnswersAtOnceOrReportsLater() throws Exception {
        RefusingPort free = new RefusingPort();
        int port = free.port();
        Process runner = run(
                "http_runner.py",
                Map.of(
                        "9001",
                        Integer.toString(port),
                        "http://127.0.0.1:8080",
                        dev.api().toString()));
        try {
            deploy(
                    "over-http",
                    Json.object()
                            .put("type", "http")
                            .put("url", "http://127.0.0.1:" + port + "/")
                            .put("secret", "my-secret"));
            Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> {
                new java.net.Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            });
            assertSum(finished("over-http", numbers()));
            assertSum(finished("over-http", numbers().put("slow", true)));

            deploy(
                    "wrong-secret",
                    Json.object()
                            .put("type", "http")
                            .put("url", "http://127.0.0.1:" + port + "/")
                            .put("secret", "another"));
            JsonNode refused = finished("wrong-secret", numbers());
            assertThat(refused.path("status").asText()).isEqualTo("failed");
            assertThat(refused.path("error").asText()).contains("401", "not signed with our secret");
        } finally {
            runner.destroyForcibly();
            free.close();
        }
    }

    @Test
    void theKafkaWorkerReportsWithTheTokenOfEachJob() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", dev.bootstrapServers()))) {
            admin.createTopics(Set.of(new NewTopic("dev.sums", 1, (short) 1)))
                    .all()
                    .get();
        }
        Process worker = run(
                "KafkaWorker.java",
                Map.of(
                        "\"$(cat standalone/target/classpath)\"", "\"$CLASS_PATH_OF_THE_TEST\"",
                        "127.0.0.1:9092", dev.bootstrapServers(),
                        "http://127.0.0.1:8080", dev.api().toString()));
        try {
            deploy("by-kafka", Json.object().put("type", "kafka").put("topic", "dev.sums"));
            assertSum(finished("by-kafka", numbers()));
            JsonNode failed = finished("by-kafka", Json.object().put("number", 1));
            assertThat(failed.path("status").asText()).isEqualTo("failed");
            assertThat(failed.path("error").asText()).contains("numbers");
        } finally {
            worker.destroyForcibly();
        }
    }

    private static void assertSum(JsonNode job) {
        assertThat(job.path("result").path("sum").asInt()).as("%s", job).isEqualTo(6);
    }

    private static ObjectNode numbers() {
        ObjectNode params = Json.object();
        params.putArray("numbers").add(1).add(2).add(3);
        return params;
    }

    private static void deploy(String name, ObjectNode runner) {
        dev.client()
                .post("workflows/create", Json.object().put("name", name).set("runner", runner))
                .ok();
    }

    private static JsonNode finished(String workflow, ObjectNode params) {
        String id = dev.client()
                .post("jobs/create", Json.object().put("workflow", workflow).set("params", params))
                .ok()
                .path("job_id")
                .asText();
        return Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> dev.client()
                                .post("jobs/get", Json.object().put("id", id))
                                .ok(),
                        job -> !job.path("completed_at").isNull());
    }

    /**
     * Runs the one indented command of the file's head, with this JVM's java, from the project's folder.
     *
     * @param instead what stands in it, and what it is here
     */
    private static Process run(String file, Map<String, String> instead) throws IOException {
        List<String> commands = Files.readAllLines(ROOT.resolve("docs/examples").resolve(file)).stream()
                .map(line -> line.replaceFirst("^// ?", ""))
                .filter(line -> line.matches(" +(java|[A-Z_]+=\\S+ python3) .*"))
                .toList();
        assertThat(commands).hasSize(1);
        String command = commands.getFirst().strip();
        for (Map.Entry<String, String> each : instead.entrySet()) {
            assertThat(command).contains(each.getKey());
            command = command.replace(each.getKey(), each.getValue());
        }
        int program = command.matches("[A-Z_]+=.*") ? command.indexOf(' ') + 1 : 0;
        String execed = command.substring(0, program) + "exec " + command.substring(program);
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", execed)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(file + ".out").toFile());
        builder.environment().put("CLASS_PATH_OF_THE_TEST", System.getProperty("java.class.path"));
        builder.environment()
                .merge(
                        "PATH",
                        System.getProperty("java.home") + "/bin",
                        (path, java) -> java + File.pathSeparator + path);
        return builder.start();
    }
}
