package dev.tactus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.testkit.JavaProcess;
import dev.tactus.testkit.PrivateBroker;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import dev.tactus.testkit.Scrape;
import dev.tactus.testkit.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services as docker-compose.yml starts them, each in a process of its own with deploy/tactus.yaml, but without
 * containers: a job's callback shows that they have found each other.
 */
class SeparateProcessesIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String KEY = "a-key-for-the-test";

    private static final String KEYSET = SecretBox.newKeyset().replaceAll("\\s+", "");

    @TempDir
    Path temp;

    @Test
    void findEachOtherAndDoAJob() throws Exception {
        int internalPort = freePort();
        String[] overrides = {
            "-Dinternal.port=" + internalPort,
            "-Dinternal.host=127.0.0.1",
            "-Dinternal.advertised-host=127.0.0.1",
            "-Dprocessors.seeds=127.0.0.1:" + internalPort,
            "-Dprocessor.state-dir=" + temp.resolve("state"),
            "-Dapi.host=127.0.0.1",
            "-Dapi.port=0",
            "-Dapi.metrics-host=127.0.0.1",
            "-Dapi.metrics-port=0",
            "-Ddispatcher.health-port=0",
            "-Doutbound.allow-http=true",
            "-Doutbound.allowed-networks=127.0.0.0/8",
            "-Dkafka.partitions=4"
        };
        try (PrivateBroker broker = TestBroker.fresh();
                RecordingReceiver receiver = RecordingReceiver.start();
                JavaProcess processor = start("processor", broker, overrides);
                JavaProcess dispatcher = start("dispatcher", broker, overrides);
                JavaProcess api = start("api", broker, overrides);
                HttpClient client = HttpClient.newHttpClient()) {
            String listens = api.awaitLine("the API listens on", SOON);
            String tells = api.awaitLine("the API tells its metrics on", SOON);
            URI base = URI.create("http://127.0.0.1:" + listens.substring(listens.lastIndexOf(':') + 1));
            processor.awaitLine("the processor runs", SOON);
            dispatcher.awaitLine("the dispatcher runs", SOON);
            awaitReady(client, base);

            post(client, base, "workflows/create", "{\"name\":\"echo\",\"runner\":{\"type\":\"echo\"}}");
            post(
                    client,
                    base,
                    "jobs/create",
                    "{\"workflow\":\"echo\",\"params\":{\"x\":1},\"callback_url\":\"%s\",\"callback_secret\":\"s\"}"
                            .formatted(receiver.uri("/hook")));

            ReceivedRequest callback = receiver.awaitCount(1, SOON).getFirst();
            assertThat(callback.header("x-event-type")).contains("job.completed");
            assertThat(callback.text()).contains("\"x\":1");

            assertThat(Scrape.of(URI.create("http://127.0.0.1:" + internalPort))
                            .value("tactus_processor_partitions_answering"))
                    .isEqualTo(4);
            assertThat(Scrape.of(URI.create("http://127.0.0.1:" + tells.substring(tells.lastIndexOf(':') + 1)))
                            .value("tactus_api_requests_total{route=\"jobs/create\",status=\"200\"}"))
                    .isEqualTo(1);

            assertThat(api.stop(Duration.ofSeconds(60))).isEqualTo(143);
            assertThat(dispatcher.stop(Duration.ofSeconds(60))).isEqualTo(143);
            assertThat(processor.stop(Duration.ofSeconds(60))).isEqualTo(143);
        }
    }

    private JavaProcess start(String service, PrivateBroker broker, String... overrides) {
        return JavaProcess.of(Tactus.class)
                .jvm("-Xmx256m", "-XX:TieredStopAtLevel=1")
                .jvm(overrides)
                .env("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers())
                .env("SECRETS_KEYSET", KEYSET)
                .env("INTERNAL_TOKEN", "a-token-for-the-test")
                .env("TACTUS_ADMIN_KEY", KEY)
                .args(service, "--config", deployed().toString())
                .start(temp.resolve(service + ".log"));
    }

    /** The file that the containers mount; tests run in the module's folder. */
    private static Path deployed() {
        return Path.of("..", "deploy", "tactus.yaml").toAbsolutePath().normalize();
    }

    private static void awaitReady(HttpClient client, URI base) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        HttpRequest question =
                HttpRequest.newBuilder(base.resolve("/health/ready")).build();
        int status = 0;
        while (status != 200 && System.nanoTime() < deadline) {
            status = client.send(question, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
        assertThat(status).isEqualTo(200);
    }

    private static void post(HttpClient client, URI base, String route, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/v1/" + route))
                .header("content-type", "application/json")
                .header("x-api-key", KEY)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** The API has to be told the processor's port before the processor has one. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
