package dev.tactus.processor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.OutcomeTimeoutException;
import dev.tactus.contracts.query.PartitionOwners;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.topic.Partitions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The owners where one JVM owns every partition: no HTTP between the API and the processor. While a partition moves, as it
 * does for a moment at the start and when a stream thread is replaced, a call waits for it within its bound.
 */
public final class LocalOwners implements PartitionOwners {
    private static final Duration READ_BOUND = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final LocalPartitions local;
    private final Partitions partitions;
    private final Duration readBound;

    public LocalOwners(LocalPartitions local, Partitions partitions) {
        this(local, partitions, READ_BOUND);
    }

    LocalOwners(LocalPartitions local, Partitions partitions, Duration readBound) {
        this.local = local;
        this.partitions = partitions;
        this.readBound = readBound;
    }

    @Override
    public Outcome outcome(int partition, UUID commandId, Duration timeout) {
        Map<UUID, Outcome> outcomes =
                whileItMoves(timeout, left -> local.outcomes(partition, List.of(commandId), left));
        return Optional.ofNullable(outcomes.get(commandId)).orElseThrow(() -> new OutcomeTimeoutException(commandId));
    }

    @Override
    public JsonNode query(int partition, Query query) {
        return whileItMoves(readBound, left -> local.query(partition, query));
    }

    @Override
    public List<JsonNode> queryAll(Query query) {
        List<Integer> all = IntStream.range(0, partitions.count()).boxed().toList();
        return whileItMoves(
                readBound, left -> List.copyOf(local.queryEach(all, query).values()));
    }

    @Override
    public boolean ready() {
        return IntStream.range(0, partitions.count()).allMatch(local::answers);
    }

    private static <T> T whileItMoves(Duration bound, Function<Duration, T> question) {
        long deadline = System.nanoTime() + bound.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            try {
                return question.apply(left);
            } catch (PartitionUnavailableException e) {
                if (left.compareTo(pause) <= 0 || !slept(pause)) {
                    throw e;
                }
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
        }
    }

    private static boolean slept(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
