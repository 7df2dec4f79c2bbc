package dev.tactus.api.owners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.OutcomeAnswers;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A processor's internal port: it owns some of four partitions, and says who owns the others. */
final class FakeProcessor implements AutoCloseable {
    static final String TOKEN = "shared";

    final Set<Integer> owned = ConcurrentHashMap.newKeySet();
    final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    final Map<Integer, String> told = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final WebServer server;

    FakeProcessor(Integer... owned) {
        this.owned.addAll(List.of(owned));
        this.server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .shutdownGracePeriod(Duration.ZERO)
                .shutdownHook(false)
                .routing(HttpRouting.builder()
                        .get("/internal/owners", this::owners)
                        .post("/internal/query", this::query)
                        .post("/internal/query-all", this::queryAll)
                        .post("/internal/outcomes", this::outcomes))
                .build()
                .start();
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    /** From now on every one of them says so. */
    static void tell(List<FakeProcessor> processors) {
        Map<Integer, String> owners = new HashMap<>();
        processors.forEach(
                processor -> processor.owned.forEach(partition -> owners.put(partition, processor.address())));
        processors.forEach(processor -> {
            processor.told.clear();
            processor.told.putAll(owners);
        });
    }

    private void owners(ServerRequest request, ServerResponse response) {
        if (!admitted(request, response)) {
            return;
        }
        ObjectNode body = Json.object().put("partitions", 4).put("ready", true);
        body.set("owners", Json.tree(told));
        send(response, body);
    }

    private void query(ServerRequest request, ServerResponse response) {
        JsonNode body = read(request);
        if (admitted(request, response) && owns(body.path("partition").asInt(), response)) {
            send(
                    response,
                    Json.object().put("answer", "from " + body.path("partition").asInt()));
        }
    }

    private void queryAll(ServerRequest request, ServerResponse response) {
        JsonNode body = read(request);
        if (!admitted(request, response)) {
            return;
        }
        ObjectNode answers = Json.object();
        for (JsonNode partition : body.path("partitions")) {
            if (!owns(partition.asInt(), response)) {
                return;
            }
            answers.put(partition.asText(), "from " + partition.asInt());
        }
        send(response, Json.object().set("answers", answers));
    }

    private void outcomes(ServerRequest request, ServerResponse response) {
        JsonNode body = read(request);
        if (!admitted(request, response) || !owns(body.path("partition").asInt(), response)) {
            return;
        }
        Map<UUID, Outcome> there = new HashMap<>();
        for (JsonNode id : body.path("command_ids")) {
            Outcome outcome = outcomes.get(id.asText());
            if (outcome != null) {
                there.put(UUID.fromString(id.asText()), outcome);
            }
        }
        send(response, (ObjectNode) Json.tree(OutcomeAnswers.of(there)));
    }

    private JsonNode read(ServerRequest request) {
        asked.add(request.path().path());
        return Json.read(request.content().as(byte[].class), JsonNode.class);
    }

    private boolean owns(int partition, ServerResponse response) {
        if (!owned.contains(partition)) {
            response.status(Status.MISDIRECTED_REQUEST_421)
                    .send(Json.bytes(Json.object().put("message", "not mine")));
            return false;
        }
        return true;
    }

    private static boolean admitted(ServerRequest request, ServerResponse response) {
        boolean admitted = request.headers()
                .first(HeaderNames.create("x-tactus-token"))
                .filter(TOKEN::equals)
                .isPresent();
        if (!admitted) {
            response.status(Status.UNAUTHORIZED_401)
                    .send(Json.bytes(Json.object().put("message", "who are you?")));
        }
        return admitted;
    }

    private static void send(ServerResponse response, ObjectNode body) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json").send(Json.bytes(body));
    }

    @Override
    public void close() {
        server.stop();
    }
}
