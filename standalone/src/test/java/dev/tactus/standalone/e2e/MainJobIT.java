package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import dev.tactus.contracts.Json;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import dev.tactus.testkit.Scrape;
import dev.tactus.testkit.TopicReader;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job through {@code ./tactus dev}, seen from outside: REST in, a fire on Kafka and a signed callback out. */
class MainJobIT {
    private static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("a test's secret!".getBytes(StandardCharsets.UTF_8));

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static DevProcess dev;
    private static RecordingReceiver receiver;
    private static TopicReader fires;

    @BeforeAll
    static void start() {
        dev = DevProcess.start(folder.resolve("data"));
        receiver = RecordingReceiver.start();
        fires = TopicReader.open(dev.bootstrapServers(), Fires.TOPIC);
    }

    @AfterAll
    static void stop() {
        fires.close();
        receiver.close();
        assertThat(dev.stop(SOON)).as("stops cleanly").isIn(0, 143);
    }

    @Test
    void oneFireOneJobOneSignedCallback() throws Exception {
        Instant instant = Instant.now().plusSeconds(10);
        String path = "/main-job";
        Scrape before = dev.scrape();
        UUID schedule = dev.client().create(Schedules.withCallback(Schedules.at(instant), receiver.uri(path), SECRET));

        ReceivedRequest callback = receiver.await(request -> request.path().equals(path), SOON);

        JsonNode body = Json.read(callback.body(), JsonNode.class);
        assertThat(body.path("event").asText()).isEqualTo("job.completed");
        assertThat(body.path("result")).isEqualTo(Json.object().put("hello", "world"));
        assertThat(body.path("scheduled_at").asText()).isEqualTo(Json.text(instant));
        assertThat(callback.header("x-webhook-signature").orElseThrow()).isEqualTo(openssl(callback.body(), SECRET));
        new Webhook(SECRET).verify(callback.text(), standardHeaders(callback));

        String jobId = body.path("job_id").asText();
        assertThat(fires.readToEnd(SOON))
                .filteredOn(Fires.scheduledAt(Json.text(instant)))
                .singleElement()
                .satisfies(fire ->
                        assertThat(Fires.value(fire).path("job_id").asText()).isEqualTo(jobId));
        JsonNode after = dev.client().get(schedule);
        assertThat(after.path("last_fire_at").asText()).isEqualTo(Json.text(instant));
        assertThat(after.path("last_job_id").asText()).isEqualTo(jobId);
        assertThat(after.path("last_error").isNull()).isTrue();
        JsonNode job = dev.client()
                .post("jobs/get", TactusClient.id(UUID.fromString(jobId)))
                .ok();
        assertThat(job.toString()).contains("\"completed\"");
        // The receiver knows of its callback before the dispatcher does.
        await().atMost(SOON).untilAsserted(() -> tellsOfIt(before, dev.scrape()));
    }

    /** Every service has counted its part of the main job, on one page. */
    private static void tellsOfIt(Scrape before, Scrape after) {
        for (String moved : List.of(
                "tactus_api_requests_total{route=\"schedules/create\",status=\"200\"}",
                "tactus_api_request_duration_seconds_count{route=\"schedules/create\"}",
                "tactus_processor_commands_total{outcome=\"applied\"}",
                "tactus_processor_fires_total{kind=\"at\"}",
                "tactus_processor_fire_lateness_seconds_count",
                "tactus_processor_tick_seconds_count",
                "tactus_dispatcher_attempts_total{kind=\"launch\",outcome=\"completed\"}",
                "tactus_dispatcher_attempts_total{kind=\"delivery\",outcome=\"delivered\"}")) {
            assertThat(after.value(moved)).as(moved).isGreaterThan(before.valueOrZero(moved));
        }
        assertThat(after.value("tactus_processor_partitions_answering")).isEqualTo(4);
        assertThat(after.value("tactus_dispatcher_partitions")).isEqualTo(8);
        assertThat(after.text()).contains("jvm_memory_used_bytes").doesNotContain(SECRET, "dev-key");
    }

    @Test
    void ofUpdatesThatNameTheSameRevisionOneWins() throws Exception {
        UUID schedule = dev.client().create(Schedules.yearly());
        int rivals = 8;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(rivals)) {
            for (int i = 0; i < rivals; i++) {
                ObjectNode change = TactusClient.id(schedule).put("timeout_seconds", 100 + i);
                answers.add(threads.submit(() -> {
                    start.await();
                    return dev.client()
                            .post("schedules/update", change, Map.of("If-Match", "1"))
                            .status();
                }));
            }
            start.countDown();
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        JsonNode after = dev.client().get(schedule);
        assertThat(after.path("revision").asInt()).isEqualTo(2);
        assertThat(after.path("timeout_seconds").asInt()).isEqualTo(100 + statuses.indexOf(200));
    }

    @Test
    void concurrentUpdatesOfDifferentFieldsBothSurvive() throws Exception {
        for (int round = 0; round < 20; round++) {
            UUID schedule = dev.client().create(Schedules.yearly());
            CountDownLatch start = new CountDownLatch(1);
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                Future<?> one = threads.submit(() -> {
                    start.await();
                    return dev.client()
                            .post("schedules/update", TactusClient.id(schedule).put("timezone", "Asia/Tokyo"))
                            .ok();
                });
                Future<?> other = threads.submit(() -> {
                    start.await();
                    return dev.client()
                            .post("schedules/update", TactusClient.id(schedule).put("timeout_seconds", 77))
                            .ok();
                });
                start.countDown();
                one.get();
                other.get();
            }
            JsonNode after = dev.client().get(schedule);
            assertThat(after.path("timezone").asText()).isEqualTo("Asia/Tokyo");
            assertThat(after.path("timeout_seconds").asInt()).isEqualTo(77);
        }
    }

    private static HttpHeaders standardHeaders(ReceivedRequest request) {
        Map<String, List<String>> headers = Map.of(
                "webhook-id", List.of(request.header("webhook-id").orElseThrow()),
                "webhook-timestamp", List.of(request.header("webhook-timestamp").orElseThrow()),
                "webhook-signature", List.of(request.header("webhook-signature").orElseThrow()));
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    /** The signature by a tool that has nothing to do with this code. */
    private static String openssl(byte[] body, String secret) throws Exception {
        Path file = Files.write(folder.resolve("body.json"), body);
        Process openssl = new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", secret, file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(openssl.waitFor()).as(output).isZero();
        return output.substring(output.lastIndexOf(' ') + 1);
    }
}
