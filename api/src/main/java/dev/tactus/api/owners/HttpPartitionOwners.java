package dev.tactus.api.owners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.command.Backoff;
import dev.tactus.api.command.Deadline;
import dev.tactus.api.owners.OwnerTable.Owners;
import dev.tactus.api.owners.ProcessorClient.NotAnsweredException;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.OutcomeAnswers;
import dev.tactus.contracts.query.OutcomeTimeoutException;
import dev.tactus.contracts.query.PartitionOwners;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.query.Query;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Reaches the processors over their internal port. An owner that is gone or refuses is looked up anew, then asked again. */
public final class HttpPartitionOwners implements PartitionOwners, AutoCloseable {
    /** The longest that one request waits for outcomes: a partition may move meanwhile, and its old owner may be gone. */
    private static final Duration OUTCOME_SLICE = Duration.ofSeconds(2);

    /** What a processor may take on top of the time that it was asked to wait. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final long READY_KEPT_NANOS = Duration.ofMillis(500).toNanos();

    private final ProcessorClient client;
    private final OwnerTable table;
    private final Duration readTimeout;
    private final ScatteredQuery scattered;
    private final Map<Integer, OutcomeQuestions> outcomes = new ConcurrentHashMap<>();
    private volatile Readiness readiness = new Readiness(false, System.nanoTime() - READY_KEPT_NANOS);

    /**
     * @param seeds {@code host:port} of processors' internal ports; one that answers is enough
     * @param token shared by all services
     * @param readTimeout for one read, with all that is tried again
     */
    public HttpPartitionOwners(List<String> seeds, String token, Duration readTimeout) {
        this.readTimeout = readTimeout;
        this.client = new ProcessorClient(token);
        this.table = new OwnerTable(client, seeds);
        this.scattered = new ScatteredQuery(client, table);
    }

    private record Readiness(boolean ready, long atNanos) {}

    @Override
    public Outcome outcome(int partition, UUID commandId, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        OutcomeQuestions questions = outcomes.computeIfAbsent(
                partition, p -> new OutcomeQuestions(p, commandIds -> outcomes(p, commandIds)));
        do {
            Outcome outcome = Backoff.until(deadline, () -> questions.ask(commandId, deadline));
            if (outcome != null) {
                return outcome;
            }
        } while (!deadline.hasPassed());
        throw new OutcomeTimeoutException(commandId);
    }

    private Map<UUID, Outcome> outcomes(int partition, List<UUID> commandIds) {
        ObjectNode body = Json.object().put("partition", partition).put("timeout_ms", OUTCOME_SLICE.toMillis());
        body.set("command_ids", Json.tree(commandIds));
        return ask(partition, "/internal/outcomes", body, OUTCOME_SLICE.plus(GRACE), OutcomeAnswers.class)
                .byCommand();
    }

    @Override
    public JsonNode query(int partition, Query query) {
        ObjectNode body = Json.object().put("partition", partition);
        body.set("query", Json.tree(query));
        JsonNode answer = Backoff.until(
                Deadline.in(readTimeout), () -> ask(partition, "/internal/query", body, readTimeout, JsonNode.class));
        return Optional.ofNullable(answer.get("answer")).orElse(NullNode.getInstance());
    }

    @Override
    public List<JsonNode> queryAll(Query query) {
        return scattered.ask(query, Deadline.in(readTimeout));
    }

    @Override
    public boolean ready() {
        Readiness last = readiness;
        if (System.nanoTime() - last.atNanos < READY_KEPT_NANOS) {
            return last.ready;
        }
        Readiness now = new Readiness(allReady(), System.nanoTime());
        readiness = now;
        return now.ready;
    }

    @Override
    public void close() {
        client.close();
    }

    /** Each processor speaks for its own partitions only. */
    private boolean allReady() {
        Owners owners = table.refresh(table.last());
        if (!owners.complete()) {
            return false;
        }
        for (String address : owners.processors()) {
            try {
                if (!table.ask(address).ready()) {
                    return false;
                }
            } catch (NotAnsweredException e) {
                return false;
            }
        }
        return true;
    }

    private <T> T ask(int partition, String path, ObjectNode body, Duration timeout, Class<T> answer) {
        Owners owners = table.last();
        String address = owners.of(partition).orElse(null);
        if (address == null) {
            owners = table.refresh(owners);
            address = owners.of(partition)
                    .orElseThrow(() -> new PartitionUnavailableException(partition, "it has no owner"));
        }
        try {
            return client.post(address, path, body, timeout, answer);
        } catch (NotAnsweredException e) {
            table.refresh(owners);
            throw new PartitionUnavailableException(partition, String.valueOf(e.getMessage()));
        }
    }
}
