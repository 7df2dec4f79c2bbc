package dev.tactus.processor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.OutcomeAnswers;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.metrics.Meters;
import dev.tactus.processor.FakePartition;
import dev.tactus.processor.LocalPartitions;
import dev.tactus.processor.ProcessorSettings;
import dev.tactus.processor.ProcessorView;
import dev.tactus.processor.core.OwnedPartitions;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class InternalServerTest {
    private static final UUID ID = new UUID(1, 2);
    private static final String QUERY = "{\"type\":\"get_schedule\",\"tenant\":\"acme\",\"id\":\"" + ID + "\"}";

    private final OwnedPartitions owned = new OwnedPartitions();
    private final FakePartition zero = new FakePartition(0);
    private final FakePartition two = new FakePartition(2);
    private final View view = new View(new LocalPartitions(owned));
    private final InternalServer server =
            InternalServer.start(new ProcessorSettings.Endpoint("127.0.0.1", 0, null, 0, "the-token"), view);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    InternalServerTest() {
        owned.add(zero);
        owned.add(two);
    }

    @AfterEach
    void stop() {
        server.close();
        view.local.close();
    }

    @Test
    void tellsTheOwners() throws Exception {
        HttpResponse<String> response = get("/internal/owners", "the-token");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(json(response))
                .isEqualTo(Json.mapper()
                        .readTree("{\"partitions\":4,\"ready\":true,\"owners\":{\"0\":\"a:1\",\"3\":\"b:2\"}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "the-toke", "the-tokens", "THE-TOKEN"})
    void asksForTheToken(String wrong) throws Exception {
        assertThat(get("/internal/owners", wrong).statusCode()).isEqualTo(401);
        assertThat(post("/internal/query", wrong, "{}").statusCode()).isEqualTo(401);
        assertThat(get("/internal/nothing", wrong).statusCode()).isEqualTo(401);
        assertThat(get("/internal/nothing", "the-token").statusCode()).isEqualTo(404);
    }

    @Test
    void doesNotStartWithoutAToken() {
        assertThatThrownBy(() -> InternalServer.start(ProcessorSettings.Endpoint.LOOPBACK, view))
                .hasMessageContaining("internal.token");
    }

    @Test
    void answersAQuery() throws Exception {
        zero.answers = Json::tree;
        HttpResponse<String> response = post("/internal/query", "{\"partition\":0,\"query\":" + QUERY + "}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Json.convert(json(response).get("answer"), Query.class)).isInstanceOf(Query.GetSchedule.class);

        zero.answers = query -> Json.mapper().nullNode();
        assertThat(post("/internal/query", "{\"partition\":0,\"query\":" + QUERY + "}")
                        .body())
                .isEqualTo("{\"answer\":null}");
    }

    @Test
    void answersForSeveralPartitions() throws Exception {
        assertThat(post("/internal/query-all", "{\"partitions\":[2,0],\"query\":" + QUERY + "}")
                        .body())
                .isEqualTo("{\"answers\":{\"2\":2,\"0\":0}}");
        assertThat(post("/internal/query-all", "{\"partitions\":[2,1],\"query\":" + QUERY + "}")
                        .statusCode())
                .isEqualTo(421);
    }

    @Test
    void answersTheOutcomesThatThereAre() throws Exception {
        String body = "{\"partition\":2,\"command_ids\":[\"" + ID + "\",\"" + new UUID(7, 7) + "\"],\"timeout_ms\":30}";
        HttpResponse<String> none = post("/internal/outcomes", body);
        assertThat(none.statusCode()).isEqualTo(200);
        assertThat(none.body()).isEqualTo("{\"outcomes\":[]}");

        Outcome outcome = Outcome.Refused.of(Outcome.Reason.CONFLICT, "another revision");
        two.outcome.complete(outcome);
        HttpResponse<String> response = post("/internal/outcomes", body);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Json.convert(json(response), OutcomeAnswers.class))
                .isEqualTo(OutcomeAnswers.of(Map.of(ID, outcome)));
    }

    @Test
    void sendsTheCallerElsewhereWhenItMayNotAnswer() throws Exception {
        String body = "{\"partition\":0,\"query\":" + QUERY + "}";
        zero.caughtUp = false;
        assertThat(post("/internal/query", body).statusCode()).isEqualTo(421);
        zero.caughtUp = true;
        zero.standsStill = true;
        zero.lastTurnNanos = System.nanoTime() - 3_000_000_000L;
        HttpResponse<String> stalled = post("/internal/query", body);
        assertThat(stalled.statusCode()).isEqualTo(421);
        assertThat(json(stalled).get("message").textValue()).contains("stands still");
        owned.remove(zero);
        assertThat(post("/internal/query", body).statusCode()).isEqualTo(421);
    }

    @Test
    void refusesToLookForMoreOutcomesThanOneQuestionMayAskFor() throws Exception {
        zero.outcome.complete(Outcome.Refused.of(Outcome.Reason.CONFLICT, "another revision"));
        for (int more = 0; more <= 1; more++) {
            List<UUID> ids = IntStream.range(0, OutcomeAnswers.MOST + more)
                    .mapToObj(n -> new UUID(1, n))
                    .toList();
            String body = "{\"partition\":0,\"timeout_ms\":30,\"command_ids\":" + Json.tree(ids) + "}";
            assertThat(post("/internal/outcomes", body).statusCode()).isEqualTo(more == 0 ? 200 : 400);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query|",
                "query|{",
                "query|[]",
                "query|null",
                "query|{\"partition\":0}",
                "query|{\"partition\":0,\"query\":{\"type\":\"drop_everything\"}}",
                "query|{\"partition\":0,\"query\":{\"type\":\"get_job\",\"id\":\"no-uuid\"}}",
                "query|{\"partition\":-1,\"query\":{\"type\":\"get_job\"}}",
                "query|{\"partition\":4,\"query\":{\"type\":\"get_job\"}}",
                "query|{\"query\":{\"type\":\"get_job\"}}",
                "query-all|{\"query\":{\"type\":\"get_job\"}}",
                "query-all|{\"partitions\":[0,null],\"query\":{\"type\":\"get_job\"}}",
                "outcomes|{\"partition\":0,\"timeout_ms\":5}",
                "outcomes|{\"partition\":0,\"command_ids\":[],\"timeout_ms\":5}",
                "outcomes|{\"partition\":0,\"command_ids\":[null],\"timeout_ms\":5}",
                "outcomes|{\"partition\":0,\"command_ids\":[\"00000000-0000-0001-0000-000000000002\"]}",
                "outcomes|{\"partition\":0,\"command_ids\":[\"00000000-0000-0001-0000-000000000002\"],\"timeout_ms\":-1}",
                "outcomes|{\"partition\":0,\"command_ids\":[\"00000000-0000-0001-0000-000000000002\"],\"timeout_ms\":30001}",
            })
    void refusesWhatItDoesNotUnderstand(String route, String body) throws Exception {
        HttpResponse<String> response = post("/internal/" + route, body == null ? "" : body);
        assertThat(response.statusCode()).as(body).isEqualTo(400);
        assertThat(json(response).get("message").textValue()).isNotBlank();
    }

    @Test
    void keepsItsFaultsToItself() throws Exception {
        zero.answers = query -> {
            throw new IllegalArgumentException("a secret of the store");
        };
        HttpResponse<String> response = post("/internal/query", "{\"partition\":0,\"query\":" + QUERY + "}");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void refusesALargeBody() throws Exception {
        String body = "{\"partition\":0," + " ".repeat(300_000) + "\"query\":" + QUERY + "}";
        assertThat(post("/internal/query", body).statusCode()).isEqualTo(413);
        assertThat(post("/internal/query", "wrong", body).statusCode()).isEqualTo(401);
        assertThat(post("/internal/nothing", body).statusCode()).isEqualTo(404);
        assertThat(http.send(
                                request("/internal/query", "the-token")
                                        .POST(HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .as("of a body that tells no length")
                .isEqualTo(413);
    }

    @Test
    void tellsItsHealthWithoutAToken() throws Exception {
        assertThat(get("/health/live", "").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready", "").statusCode()).isEqualTo(200);
        view.up = false;
        assertThat(get("/health/live", "").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready", "").body()).isEqualTo("{\"status\":\"DOWN\"}");
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return http.send(request(path, token).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, "the-token", body);
    }

    private HttpResponse<String> post(String path, String token, String body) throws Exception {
        return http.send(
                request(path, token)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String token) {
        HostInfo address = server.address();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + address.host() + ":" + address.port() + path));
        return token.isEmpty() ? request : request.header("x-tactus-token", token);
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return Json.mapper().readTree(response.body());
    }

    private static final class View implements ProcessorView {
        final LocalPartitions local;
        volatile boolean up = true;

        final Meters meters = new Meters();

        View(LocalPartitions local) {
            this.local = local;
        }

        @Override
        public Partitions partitions() {
            return new Partitions(4);
        }

        @Override
        public LocalPartitions local() {
            return local;
        }

        @Override
        public Map<Integer, HostInfo> assigned() {
            return Map.of(3, new HostInfo("b", 2), 0, new HostInfo("a", 1));
        }

        @Override
        public boolean ready() {
            return up;
        }

        @Override
        public boolean readyForItsOwn() {
            return up;
        }

        @Override
        public boolean healthy() {
            return up;
        }

        @Override
        public Meters meters() {
            return meters;
        }
    }
}
