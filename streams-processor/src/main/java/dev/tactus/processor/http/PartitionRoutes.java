package dev.tactus.processor.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.MalformedJsonException;
import dev.tactus.contracts.query.OutcomeAnswers;
import dev.tactus.contracts.query.Query;
import dev.tactus.http.BodyReader;
import dev.tactus.processor.ProcessorView;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The partitions over HTTP. Each question is asked once: a partition that this processor may not answer for is 421. */
final class PartitionRoutes implements HttpService {
    /** The longest that a request waits for outcomes. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final ProcessorView processor;
    private final BodyReader bodies;

    PartitionRoutes(ProcessorView processor, BodyReader bodies) {
        this.processor = processor;
        this.bodies = bodies;
    }

    record QueryRequest(
            @Nullable Integer partition, @Nullable Query query) {}

    record QueryAllRequest(
            @Nullable List<Integer> partitions, @Nullable Query query) {}

    record OutcomesRequest(
            @Nullable Integer partition,
            @Nullable List<UUID> commandIds,
            @Nullable Long timeoutMs) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/owners", this::owners)
                .post("/query", this::query)
                .post("/query-all", this::queryAll)
                .post("/outcomes", this::outcomes);
    }

    private void owners(ServerRequest request, ServerResponse response) {
        ObjectNode body =
                Json.object().put("partitions", processor.partitions().count()).put("ready", processor.ready());
        ObjectNode owners = body.putObject("owners");
        processor.assigned().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(owner -> owners.put(
                        String.valueOf(owner.getKey()),
                        owner.getValue().host() + ":" + owner.getValue().port()));
        InternalServer.send(response, body);
    }

    private void query(ServerRequest request, ServerResponse response) {
        QueryRequest asked = read(request, QueryRequest.class);
        int partition = partition(asked.partition());
        Query query = required("query", asked.query());
        JsonNode answer = processor.local().query(partition, query);
        InternalServer.send(response, Json.object().set("answer", answer));
    }

    private void queryAll(ServerRequest request, ServerResponse response) {
        QueryAllRequest asked = read(request, QueryAllRequest.class);
        List<Integer> partitions = required("partitions", asked.partitions());
        partitions.forEach(this::partition);
        Query query = required("query", asked.query());
        ObjectNode body = Json.object();
        ObjectNode answers = body.putObject("answers");
        processor
                .local()
                .queryEach(partitions, query)
                .forEach((partition, answer) -> answers.set(String.valueOf(partition), answer));
        InternalServer.send(response, body);
    }

    private void outcomes(ServerRequest request, ServerResponse response) {
        OutcomesRequest asked = read(request, OutcomesRequest.class);
        int partition = partition(asked.partition());
        List<UUID> commandIds = required("command_ids", asked.commandIds());
        if (commandIds.isEmpty() || commandIds.size() > OutcomeAnswers.MOST || commandIds.contains(null)) {
            throw new MalformedRequestException(
                    "command_ids must be 1.." + OutcomeAnswers.MOST + " ids, not " + commandIds.size());
        }
        long millis = required("timeout_ms", asked.timeoutMs());
        if (millis < 0 || millis > LONGEST_WAIT.toMillis()) {
            throw new MalformedRequestException("timeout_ms must be 0.." + LONGEST_WAIT.toMillis() + ", not " + millis);
        }
        InternalServer.send(
                response,
                OutcomeAnswers.of(processor.local().outcomes(partition, commandIds, Duration.ofMillis(millis))));
    }

    private <T> T read(ServerRequest request, Class<T> type) {
        byte[] body = bodies.read(request);
        if (body.length == 0) {
            throw new MalformedRequestException("the body is missing");
        }
        try {
            return required("the body", Json.read(body, type));
        } catch (MalformedJsonException e) {
            throw new MalformedRequestException(String.valueOf(e.getMessage()));
        }
    }

    private int partition(@Nullable Integer asked) {
        int partition = required("partition", asked);
        if (partition < 0 || partition >= processor.partitions().count()) {
            throw new MalformedRequestException("partition must be 0.."
                    + (processor.partitions().count() - 1) + ", not " + partition
                    + ": `kafka.partitions` must be the same"
                    + " for all services");
        }
        return partition;
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new MalformedRequestException(name + " is missing");
        }
        return value;
    }
}
