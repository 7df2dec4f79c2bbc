package dev.tactus.contracts.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.command.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The processors, as an API sees them: each partition has one owner, which alone answers for it. In one JVM the processor
 * implements this directly; across JVMs it is HTTP. Calls block and are made from virtual threads.
 */
public interface PartitionOwners {
    /**
     * Waits until a command's outcome exists and is committed. It may be called again after a failure: outcomes are kept.
     *
     * @throws PartitionUnavailableException if no owner answered within the time-out
     * @throws OutcomeTimeoutException if the owner answered and the outcome did not come
     */
    Outcome outcome(int partition, UUID commandId, Duration timeout);

    /**
     * Asks one partition.
     *
     * @throws PartitionUnavailableException if no owner answered within a bound of a few seconds
     */
    JsonNode query(int partition, Query query);

    /**
     * Asks every partition; the answers stand in the order of the partitions.
     *
     * @throws PartitionUnavailableException as above, if one of them did not answer
     */
    List<JsonNode> queryAll(Query query);

    /** True when every partition has an owner that is able to answer. */
    boolean ready();
}
