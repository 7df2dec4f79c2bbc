package dev.tactus.api.owners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.command.Backoff;
import dev.tactus.api.command.Deadline;
import dev.tactus.api.owners.OwnerTable.Owners;
import dev.tactus.api.owners.ProcessorClient.NotAnsweredException;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.query.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Asks every partition: one request to each processor, side by side; what one did not answer is asked again elsewhere. */
final class ScatteredQuery {
    private final ProcessorClient client;
    private final OwnerTable table;

    ScatteredQuery(ProcessorClient client, OwnerTable table) {
        this.client = client;
        this.table = table;
    }

    /** @return the answers in the order of the partitions */
    List<JsonNode> ask(Query query, Deadline deadline) {
        Map<Integer, JsonNode> answers = new ConcurrentHashMap<>();
        return Backoff.until(deadline, () -> round(query, answers, deadline));
    }

    /** @param answers those of former rounds, to which those of this one are added */
    private List<JsonNode> round(Query query, Map<Integer, JsonNode> answers, Deadline deadline) {
        Owners owners = table.last().complete() ? table.last() : table.refresh(table.last());
        if (owners.partitions() == 0) {
            throw new PartitionUnavailableException(0, "no processor answers at the seeds");
        }
        Map<String, List<Integer>> missing = new TreeMap<>();
        for (int partition = 0; partition < owners.partitions(); partition++) {
            if (!answers.containsKey(partition)) {
                int asked = partition;
                String address = owners.of(partition)
                        .orElseThrow(() -> new PartitionUnavailableException(asked, "it has no owner"));
                missing.computeIfAbsent(address, a -> new ArrayList<>()).add(partition);
            }
        }
        List<CompletableFuture<@Nullable String>> asked = missing.entrySet().stream()
                .map(group -> CompletableFuture.supplyAsync(
                        () -> ask(group.getKey(), group.getValue(), query, answers, deadline),
                        task -> Thread.ofVirtual().name("tactus-query-all").start(task)))
                .toList();
        String failure = null;
        for (CompletableFuture<@Nullable String> one : asked) {
            String why = one.join();
            failure = why == null ? failure : why;
        }
        if (failure != null) {
            table.refresh(owners);
            int first = IntStream.range(0, owners.partitions())
                    .filter(partition -> !answers.containsKey(partition))
                    .findFirst()
                    .orElse(0);
            throw new PartitionUnavailableException(first, failure);
        }
        return new ArrayList<>(new TreeMap<>(answers).values());
    }

    /** @return why it did not answer, or null if it did */
    private @Nullable String ask(
            String address, List<Integer> partitions, Query query, Map<Integer, JsonNode> answers, Deadline deadline) {
        ObjectNode body = Json.object();
        body.set("partitions", Json.tree(partitions));
        body.set("query", Json.tree(query));
        try {
            JsonNode given = client.post(address, "/internal/query-all", body, deadline.left(), JsonNode.class)
                    .path("answers");
            for (int partition : partitions) {
                JsonNode answer = given.get(String.valueOf(partition));
                answers.put(partition, answer == null ? NullNode.getInstance() : answer);
            }
            return null;
        } catch (NotAnsweredException e) {
            return e.getMessage();
        }
    }
}
