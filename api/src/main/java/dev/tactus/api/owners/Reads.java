package dev.tactus.api.owners;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.api.command.Backoff;
import dev.tactus.api.command.Deadline;
import dev.tactus.contracts.query.PartitionOwners;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.topic.Partitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads of the state. While a partition moves they are tried again within a bound. */
public final class Reads {
    private final PartitionOwners owners;
    private final Partitions partitions;
    private final Duration timeout;

    /** @param timeout for one read, all in all */
    public Reads(PartitionOwners owners, Partitions partitions, Duration timeout) {
        this.owners = owners;
        this.partitions = partitions;
        this.timeout = timeout;
    }

    /**
     * Asks the partition of an id; empty if there is no such thing.
     *
     * @throws PartitionUnavailableException when nobody answered in time
     */
    public Optional<JsonNode> one(UUID id, Query query) {
        JsonNode answer = Backoff.until(Deadline.in(timeout), () -> owners.query(partitions.of(id), query));
        return answer.isNull() || answer.isMissingNode() ? Optional.empty() : Optional.of(answer);
    }

    /**
     * Asks all partitions for a page, newest first.
     *
     * @param query asks each of them for one more than {@code limit}, which tells whether there is a next page
     * @param idField of what is listed; ids sort by age
     */
    public Page page(Query query, String idField, int limit) {
        List<JsonNode> all = new ArrayList<>();
        Backoff.until(Deadline.in(timeout), () -> owners.queryAll(query)).forEach(answer -> answer.forEach(all::add));
        all.sort(Comparator.comparing((JsonNode item) -> item.path(idField).asText())
                .reversed());
        boolean more = all.size() > limit;
        List<JsonNode> items = more ? List.copyOf(all.subList(0, limit)) : List.copyOf(all);
        return new Page(items, more ? Optional.of(items.getLast().path(idField).asText()) : Optional.empty());
    }

    /**
     * The sum of all partitions' answers, which are numbers.
     *
     * @throws PartitionUnavailableException as above
     */
    public long total(Query query) {
        return Backoff.until(Deadline.in(timeout), () -> sum(query));
    }

    /** Whether the sum of all partitions' answers is zero within the time that a read may take. */
    public boolean awaitZero(Query query) {
        try {
            return Backoff.until(Deadline.in(timeout), () -> {
                long left = sum(query);
                if (left > 0) {
                    throw new PartitionUnavailableException(0, left + " are left");
                }
                return true;
            });
        } catch (PartitionUnavailableException e) {
            return false;
        }
    }

    private long sum(Query query) {
        return owners.queryAll(query).stream().mapToLong(JsonNode::asLong).sum();
    }

    /** @param nextCursor the last id, if more follow */
    public record Page(List<JsonNode> items, Optional<String> nextCursor) {}
}
