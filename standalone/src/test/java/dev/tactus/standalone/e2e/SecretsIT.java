package dev.tactus.standalone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A life with secrets of every kind, each service a process of its own that logs as much as it can, with a rotation of the
 * keyset in its middle. Afterwards no topic, log, store or answer holds any of them, in any form; and the same search finds
 * in the same places what is no secret.
 */
class SecretsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String KEY = "key-of-the-tests";
    private static final String WRONG_KEY = "planted-wrong-api-key-53";
    private static final String CALLBACK = "planted-callback-secret-11";
    private static final String LATER_CALLBACK = "planted-later-callback-secret-17";
    private static final String JOB_CALLBACK = "planted-job-callback-secret-23";
    private static final String OLD_WEBHOOK = whsec("planted-old-webhook-secret-29");
    private static final String NEW_WEBHOOK = whsec("planted-new-webhook-secret-31");
    private static final String RUNNER = "planted-runner-secret-37";
    private static final String REFUSED = "planted-refused-secret-41";
    private static final String MARKER = "planted-marker-43";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    /** All that the API answered, headers too. */
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

    private URI api;

    @Test
    void staySecretThroughALifeAndARotation() throws Exception {
        Path logging = Files.writeString(
                folder.resolve("logging.properties"),
                ".level=FINE\ndev.tactus.level=ALL\norg.apache.kafka.clients.producer.level=INFO\n"
                        + "org.apache.kafka.clients.consumer.level=INFO\norg.apache.kafka.streams.level=INFO\n");
        try (ServiceProcesses services = new ServiceProcesses(folder, 1)
                        .jvm("-Djava.util.logging.config.file=" + logging)
                        .with("processor.delivery-retries", "PT0.2S");
                RecordingReceiver receiver = RecordingReceiver.start()) {
            services.processor(0);
            services.dispatcher(0);
            api = services.apiUri(0);
            ready();
            createTopic(services, LeakSearch.TENANTS_TOPIC);
            receiver.otherwise(SecretsIT::answer);

            deploy("over-http", "http", receiver);
            deploy("later", "http", receiver);
            deploy("echoes-badly", "http", receiver);
            ok("workflows/create", """
                    {"name": "by-kafka", "runner": {"type": "kafka", "topic": "%s"}}""".formatted(LeakSearch.TENANTS_TOPIC));
            ok("workflows/create", """
                    {"name": "echo", "runner": {"type": "echo"}}""");

            String schedule = ok("schedules/create", """
                            {"workflow": "over-http", "params": {"note": "%s"}, "every_seconds": 1,
                             "callback_url": "%s", "callback_secret": "%s"}""".formatted(MARKER, receiver.uri("/callback"), CALLBACK))
                    .path("schedule")
                    .path("id")
                    .asText();
            ReceivedRequest callback = receiver.await(to("/callback"), SOON);
            assertThat(signedWith(callback, CALLBACK)).isTrue();

            String webhook = webhooks(receiver);
            job("echo", JOB_CALLBACK, receiver, "/job-callback");
            job("echo", JOB_CALLBACK, receiver, "/fails");
            String echoed = job("echoes-badly", null, receiver, null);
            String onTopic = job("by-kafka", null, receiver, null);
            String later = job("later", null, receiver, null);
            wrongInputs(receiver, schedule);
            JsonNode failed = finished(echoed);
            assertThat(failed.path("error").asText()).contains("the runner answered 500", "tjt_…");
            String token = document(receiver, later).path("token").asText();
            assertThat(call("jobs/heartbeat", id(onTopic), Map.of("authorization", "Bearer " + token))
                            .statusCode())
                    .isEqualTo(401);

            String oldKeyset = services.keyset();
            String rotated = SecretBox.withLastKeyAsPrimary(SecretBox.withFurtherKey(oldKeyset));
            services.stop("api-0");
            services.stop("dispatcher-0");
            services.keyset(rotated);
            services.dispatcher(1);
            api = services.apiUri(1);
            ready();

            int before = receiver.requests().size();
            String second = ok(
                            "schedules/create", """
                            {"workflow": "echo", "params": {"note": "%s"}, "every_seconds": 1,
                             "callback_url": "%s", "callback_secret": "%s"}""".formatted(MARKER, receiver.uri("/later-callback"), LATER_CALLBACK))
                    .path("schedule")
                    .path("id")
                    .asText();
            assertThat(signedWith(receiver.await(to("/later-callback"), SOON), LATER_CALLBACK))
                    .isTrue();
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(receiver.requests()).anySatisfy(request -> {
                        assertThat(receiver.requests().indexOf(request)).isGreaterThan(before);
                        assertThat(request.path()).isEqualTo("/callback");
                        assertThat(signedWith(request, CALLBACK)).isTrue();
                    }));
            // The runner's secret is from before the rotation, and so is the token.
            assertThat(call(
                                    "jobs/complete",
                                    "{\"id\": \"" + later + "\", \"result\": 1}",
                                    Map.of("authorization", "Bearer " + token))
                            .statusCode())
                    .isEqualTo(200);
            ok("schedules/update", """
                    {"id": "%s", "enabled": false}""".formatted(schedule));
            ok("schedules/delete", id(second));
            ok("webhooks/delete", id(webhook));
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> ok("deliveries/list", "{\"outcome\": \"dead\"}")
                                    .path("deliveries")
                                    .size()
                            > 0);
            ok("deliveries/list", "{}");
            ok("jobs/list", "{}");
            ok("schedules/list", "{}");
            ok("workflows/get", "{\"workflow\": \"over-http\"}");

            Needles secrets = new Needles()
                    .add("the callback's secret", CALLBACK)
                    .add("the later callback's secret", LATER_CALLBACK)
                    .add("the job's callback's secret", JOB_CALLBACK)
                    .add("the webhook's former secret", OLD_WEBHOOK.substring(6))
                    .add("the webhook's secret", NEW_WEBHOOK.substring(6))
                    .add("the runner's secret", RUNNER)
                    .add("a secret in a refused request", REFUSED)
                    .add("the API key", KEY)
                    .add("a wrong API key", WRONG_KEY)
                    .add("the internal token", ServiceProcesses.TOKEN);
            keysOf(rotated).forEach(key -> secrets.add("a key of the keyset", key));
            secrets.add("a job's token", token.substring(token.indexOf('.') + 1));
            secrets.add("the token of a job whose runner sent it back", tokenOf(document(receiver, echoed)));
            LeakSearch search = new LeakSearch(secrets, new Needles().add("marker", MARKER));
            search.topics(services.bootstrapServers(), onTopic);
            search.answers(answers.toByteArray());
            assertRotated(services, schedule, second);
            // Its store writes to its files what it still had in memory.
            services.stop("processor-0");
            search.files(folder);
        }
    }

    /** What the receiver says depends on where it is called: it runs jobs, takes callbacks, and fails in its ways. */
    private static Answer answer(ReceivedRequest request) {
        return switch (request.path()) {
            case "/over-http" -> Answer.json("{\"note\": \"" + MARKER + "\"}");
            case "/later" -> Answer.status(202);
            // As a debugging server does.
            case "/echoes-badly" -> Answer.status(500).body(request.text());
            case "/fails" -> Answer.status(400).body("no");
            default -> Answer.status(204);
        };
    }

    private String webhooks(RecordingReceiver receiver) {
        String webhook = ok("webhooks/create", """
                        {"url": "%s", "signing_secret": "%s", "description": "%s"}""".formatted(receiver.uri("/webhook"), OLD_WEBHOOK, MARKER))
                .path("webhook_endpoint_id")
                .asText();
        ok("webhooks/test", id(webhook));
        ok("webhooks/update", """
                {"id": "%s", "signing_secret": "%s", "secret_overlap_seconds": 600}""".formatted(webhook, NEW_WEBHOOK));
        ok("webhooks/list", "{}");
        job("echo", null, receiver, null);
        receiver.await(
                request -> request.path().equals("/webhook")
                        && request.header("webhook-signature").orElse("").split(" ").length == 2,
                SOON);
        return webhook;
    }

    private void wrongInputs(RecordingReceiver receiver, String schedule) {
        String url = receiver.uri("/x").toString();
        for (String body : List.of(
                "{\"workflow\": \"echo\", \"params\": {}, \"callback_secret\": \"" + REFUSED + "\"}",
                "{\"workflow\": \"echo\", \"params\": {}, \"callback_secret\": {\"x\": \"" + REFUSED + "\"}}",
                "{\"workflow\": \"echo\", \"params\": {}, \"callback_secrett\": \"" + REFUSED + "\"}",
                "{\"workflow\": \"echo\", \"params\": {}, \"callback_url\": \"https://me:" + REFUSED
                        + "@example.org/\", \"callback_secret\": \"" + REFUSED + "\"}",
                "{\"workflow\": \"echo\", \"params\": {}, \"callback_url\": \"" + url + "\", \"callback_secret\": \""
                        + REFUSED.repeat(20) + "\"}",
                "{\"workflow\": \"echo\", \"params\": {}, \"callback_secret\": \"" + REFUSED + "\", ")) {
            for (String route : List.of("schedules/create", "jobs/create")) {
                assertThat(call(route, body, Map.of("x-api-key", KEY)).statusCode())
                        .as(body)
                        .isEqualTo(400);
            }
        }
        assertThat(call(
                                "schedules/update",
                                "{\"id\": \"" + schedule + "\", \"callback_secret\": null, \"timezon\": \"" + REFUSED
                                        + "\"}",
                                Map.of("x-api-key", KEY))
                        .statusCode())
                .isEqualTo(400);
        assertThat(call(
                                "webhooks/create",
                                "{\"url\": \"nowhere\", \"signing_secret\": \"" + REFUSED + "\"}",
                                Map.of("x-api-key", KEY))
                        .statusCode())
                .isEqualTo(400);
        assertThat(call(
                                "workflows/create",
                                "{\"name\": \"x\", \"runner\": {\"type\": \"htp\", \"url\": \"" + url
                                        + "\", \"secret\": \"" + REFUSED + "\"}}",
                                Map.of("x-api-key", KEY))
                        .statusCode())
                .isEqualTo(400);
        assertThat(call("schedules/list", "{}", Map.of("x-api-key", WRONG_KEY)).statusCode())
                .isEqualTo(401);
        assertThat(call("jobs/heartbeat", id(schedule), Map.of("authorization", "Bearer " + WRONG_KEY))
                        .statusCode())
                .isEqualTo(401);
        // The body's hash goes to Kafka; a second request with another body is compared with it.
        String keyed = "{\"workflow\": \"echo\", \"params\": {}, \"callback_url\": \"" + url
                + "\", \"callback_secret\": \"%s\"}";
        Map<String, String> headers = Map.of("x-api-key", KEY, "idempotency-key", "once");
        assertThat(call("jobs/create", keyed.formatted(JOB_CALLBACK), headers).statusCode())
                .isEqualTo(200);
        assertThat(call("jobs/create", keyed.formatted(REFUSED), headers).statusCode())
                .isEqualTo(409);
    }

    /** What was encrypted after the rotation is by the new key, what was before is still by the old one. */
    private static void assertRotated(ServiceProcesses services, String before, String after) throws Exception {
        Map<String, byte[]> keyBySchedule = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : LeakSearch.records(services.bootstrapServers())) {
            if (record.topic().equals("schedule-state") && record.value() != null) {
                JsonNode definition = Json.read(record.value(), JsonNode.class).path("definition");
                byte[] ciphertext = Base64.getDecoder()
                        .decode(definition.path("callback_secret").asText());
                // A Tink ciphertext begins with a version and its key's id.
                keyBySchedule.put(definition.path("id").asText(), Arrays.copyOf(ciphertext, 5));
            }
        }
        assertThat(keyBySchedule.get(before)).isNotEqualTo(keyBySchedule.get(after));
        long primary = Json.read(services.keyset().getBytes(UTF_8), JsonNode.class)
                .path("primaryKeyId")
                .asLong();
        assertThat(HexFormat.of().formatHex(keyBySchedule.get(after))).isEqualTo("01%08x".formatted(primary));
    }

    private static List<String> keysOf(String keyset) {
        List<String> keys = new ArrayList<>();
        for (JsonNode key : Json.read(keyset.getBytes(UTF_8), JsonNode.class).path("key")) {
            keys.add(key.path("keyData").path("value").asText());
        }
        assertThat(keys).hasSize(2);
        return keys;
    }

    private void deploy(String name, String type, RecordingReceiver receiver) {
        ok("workflows/create", """
                {"name": "%s", "runner": {"type": "%s", "url": "%s", "secret": "%s"}}""".formatted(name, type, receiver.uri("/" + name), RUNNER));
    }

    private String job(String workflow, String secret, RecordingReceiver receiver, String callback) {
        ObjectNode body = Json.object().put("workflow", workflow);
        body.putObject("params").put("note", MARKER);
        if (callback != null) {
            body.put("callback_url", receiver.uri(callback).toString()).put("callback_secret", secret);
        }
        return ok("jobs/create", body.toString()).path("job_id").asText();
    }

    private JsonNode finished(String job) {
        return Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> ok("jobs/get", id(job)),
                        found -> !found.path("completed_at").isNull());
    }

    /** What the runner was given for the job. */
    private static JsonNode document(RecordingReceiver receiver, String job) {
        ReceivedRequest request = receiver.await(
                sent -> sent.text().contains("\"job_id\":\"" + job + "\"")
                        && sent.text().contains("\"token\""),
                SOON);
        return Json.read(request.body(), JsonNode.class);
    }

    private static String tokenOf(JsonNode document) {
        String token = document.path("token").asText();
        return token.substring(token.indexOf('.') + 1);
    }

    private static java.util.function.Predicate<ReceivedRequest> to(String path) {
        return request -> request.path().equals(path);
    }

    private static boolean signedWith(ReceivedRequest request, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return request.header("x-webhook-signature")
                    .equals(java.util.Optional.of(HexFormat.of().formatHex(mac.doFinal(request.body()))));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String id(String id) {
        return "{\"id\": \"" + id + "\"}";
    }

    private JsonNode ok(String route, String body) {
        HttpResponse<byte[]> answer = call(route, body, Map.of("x-api-key", KEY));
        assertThat(answer.statusCode())
                .as("%s: %s", route, new String(answer.body(), UTF_8))
                .isEqualTo(200);
        return Json.read(answer.body(), JsonNode.class);
    }

    private HttpResponse<byte[]> call(String route, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve("/v1/" + route))
                .timeout(SOON)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            LeakSearch.write(answers, answer.headers().map().toString().getBytes(UTF_8));
            LeakSearch.write(answers, answer.body());
            return answer;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void ready() {
        Awaitility.await()
                .atMost(SOON)
                .until(() ->
                        call("schedules/list", "{}", Map.of("x-api-key", KEY)).statusCode() == 200);
    }

    private static void createTopic(ServiceProcesses services, String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()))) {
            admin.createTopics(Set.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static String whsec(String text) {
        return "whsec_" + Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
