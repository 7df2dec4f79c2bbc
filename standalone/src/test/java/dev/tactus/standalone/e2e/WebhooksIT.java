package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import dev.tactus.contracts.Json;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.JavaProcess;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stored webhooks through {@code ./tactus dev} with its four partitions, from the job's end to the receiver and back. */
class WebhooksIT extends SharedDev {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String OLD = secret("an old secret of the test");
    private static final String NEW = secret("a newer secret of the test");

    private RecordingReceiver receiver;

    @BeforeEach
    void receive() {
        if (receiver != null) {
            receiver.close();
        }
        receiver = RecordingReceiver.start();
        for (JsonNode webhook : list("webhooks/list", "webhook_endpoints", Json.object())) {
            call("webhooks/delete", id(webhook.path("webhook_endpoint_id").asText()));
        }
    }

    @Test
    void jobsOfEveryPartitionAreToldToEveryWebhook() {
        String first = store("/first", OLD);
        store("/second", OLD);
        awaitKnownEverywhere("/first", "/second");

        Set<String> jobs = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            jobs.add(job());
        }
        for (String job : jobs) {
            receiver.await(about(job, "/first"), SOON);
            receiver.await(about(job, "/second"), SOON);
        }
        List<ReceivedRequest> all = receiver.requests();
        assertThat(all)
                .extracting(request -> request.header("webhook-id").orElseThrow())
                .as("each delivery once")
                .doesNotHaveDuplicates();
        assertThat(list("deliveries/list", "deliveries", Json.object().put("webhook_endpoint_id", first)))
                .hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void bothSecretsVerifyWhileOneRotates() throws Exception {
        String webhook = store("/rotating", OLD);
        awaitKnownEverywhere("/rotating");
        call("webhooks/update", id(webhook).put("signing_secret", NEW).put("secret_overlap_seconds", 3600));
        // The next hand-over in the webhook's own partition signs with both at once.
        call("webhooks/test", id(webhook));
        ReceivedRequest test = receiver.await(
                request -> request.header("x-event-type").orElse("").equals("webhook.test"), SOON);
        new Webhook(OLD).verify(test.text(), standardHeaders(test));
        new Webhook(NEW).verify(test.text(), standardHeaders(test));
    }

    @Test
    void whatWasRefusedIsADeadLetterThatTheCommandLineDrivesAgain() {
        receiver.otherwise(Answer.status(404).body("no such hook").with("x-request-id", "abc"));
        Instant since = Instant.now();
        String webhook = store("/broken", OLD);
        awaitKnownEverywhere("/broken");
        String job = job();
        receiver.await(about(job, "/broken"), SOON);
        JsonNode dead = await("deliveries/list", Json.object().put("job_id", job), "dead");
        assertThat(dead.path("status").asInt()).isEqualTo(404);
        assertThat(dead.path("response").asText()).isEqualTo("no such hook");
        String id = dead.path("delivery_id").asText();

        assertThat(tactus("dead-letters", "list", "--webhook", webhook))
                .anySatisfy(line -> assertThat(line).startsWith(id).contains("404", "/broken"));
        receiver.otherwise(Answer.status(200).body("ok"));
        assertThat(tactus("dead-letters", "redrive", id)).contains("1 delivery is on the way again");
        JsonNode delivered = await("deliveries/list", Json.object().put("job_id", job), "delivered");
        assertThat(delivered.path("delivery_id").asText()).isEqualTo(id);
        assertThat(delivered.path("attempt").asInt()).isEqualTo(2);

        assertThat(tactus("dead-letters", "redrive", "--since", since.toString(), "--webhook", webhook))
                .anySatisfy(line -> assertThat(line).endsWith("deliveries are on the way again"));
        assertThat(tactus("dead-letters", "list", "--webhook", webhook)).isEmpty();
    }

    @Test
    void a410DisablesTheWebhookUntilItIsEnabledAndProbed() {
        receiver.otherwise(Answer.status(410));
        String webhook = store("/gone", OLD);
        call("webhooks/test", id(webhook));
        JsonNode disabled =
                awaitWebhook(webhook, listed -> !listed.path("active").asBoolean());
        assertThat(disabled.path("disabled_reason").asText()).contains("410");

        receiver.otherwise(Answer.status(204));
        call("webhooks/update", id(webhook).put("active", true));
        receiver.await(request -> request.header("x-event-type").orElse("").equals("webhook.probe"), SOON);
        assertThat(awaitWebhook(webhook, listed -> listed.path("active").asBoolean())
                        .path("disabled_reason")
                        .isNull())
                .isTrue();
    }

    /** A webhook is known in the other partitions some moments after the answer: until a job of each was told. */
    private void awaitKnownEverywhere(String... paths) {
        Set<Integer> partitions = new TreeSet<>();
        Instant end = Instant.now().plus(SOON);
        while (partitions.size() < 4 && Instant.now().isBefore(end)) {
            String job = job();
            await("jobs/get", id(job), "completed");
            List<JsonNode> deliveries =
                    list("deliveries/list", "deliveries", Json.object().put("job_id", job));
            if (deliveries.size() == paths.length) {
                partitions.add(Integer.parseInt(job.substring(15, 18), 16) % 4);
            }
        }
        assertThat(partitions).hasSize(4);
    }

    private String store(String path, String secret) {
        return call(
                        "webhooks/create",
                        Json.object().put("url", receiver.uri(path).toString()).put("signing_secret", secret))
                .path("webhook_endpoint_id")
                .asText();
    }

    private static String job() {
        ObjectNode job = Json.object().put("workflow", "echo");
        job.putObject("params");
        return call("jobs/create", job).path("job_id").asText();
    }

    private static JsonNode call(String route, ObjectNode body) {
        return dev.client().post(route, body).ok();
    }

    private static List<JsonNode> list(String route, String field, ObjectNode query) {
        List<JsonNode> found = new ArrayList<>();
        if (route.startsWith("deliveries")) {
            query.put("limit", 100);
        }
        call(route, query).path(field).forEach(found::add);
        return found;
    }

    private static JsonNode await(String route, ObjectNode query, String state) {
        Instant end = Instant.now().plus(SOON);
        JsonNode last = Json.object();
        while (Instant.now().isBefore(end)) {
            JsonNode answer = call(route, query);
            last = answer.has("deliveries") ? answer.path("deliveries").path(0) : answer;
            if (last.path("outcome").asText().equals(state)
                    || (!last.has("outcome") && last.path("status").asText().equals(state))) {
                return last;
            }
        }
        throw new AssertionError(route + " did not come to " + state + ": " + last);
    }

    private static JsonNode awaitWebhook(String id, Predicate<JsonNode> condition) {
        Instant end = Instant.now().plus(SOON);
        JsonNode last = Json.object();
        while (Instant.now().isBefore(end)) {
            for (JsonNode webhook : list("webhooks/list", "webhook_endpoints", Json.object())) {
                if (webhook.path("webhook_endpoint_id").asText().equals(id)) {
                    last = webhook;
                    if (condition.test(webhook)) {
                        return webhook;
                    }
                }
            }
        }
        throw new AssertionError("the webhook stays as it is: " + last);
    }

    private static Predicate<ReceivedRequest> about(String job, String path) {
        return request -> request.path().equals(path) && request.text().contains(job);
    }

    private static List<String> tactus(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--api", dev.api().toString(), "--key", "dev-key"));
        try (JavaProcess process = JavaProcess.of("dev.tactus.standalone.Tactus")
                .jvm("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED")
                .args(all.toArray(String[]::new))
                .start(folder.resolve("cli-" + System.nanoTime() + ".log"))) {
            assertThat(process.awaitExit(SOON)).as("%s", process.lines()).isZero();
            return process.lines().stream()
                    .filter(line -> !line.startsWith("WARNING: "))
                    .toList();
        }
    }

    private static HttpHeaders standardHeaders(ReceivedRequest request) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(request.header("webhook-id").orElseThrow()),
                        "webhook-timestamp",
                                List.of(request.header("webhook-timestamp").orElseThrow()),
                        "webhook-signature",
                                List.of(request.header("webhook-signature").orElseThrow())),
                (name, value) -> true);
    }

    private static ObjectNode id(String id) {
        return Json.object().put("id", id);
    }

    private static String secret(String text) {
        return "whsec_" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
