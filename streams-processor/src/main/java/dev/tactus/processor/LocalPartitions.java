package dev.tactus.processor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.query.Query;
import dev.tactus.processor.core.OwnedPartition;
import dev.tactus.processor.core.OwnedPartitions;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks the partitions that this JVM owns, once: whoever may not answer for one now says so at once, and the caller decides
 * whether to ask again or elsewhere. Called from virtual threads; the stores are touched from a small pool of platform
 * threads only, so that a virtual thread never holds a monitor that a stream thread waits for.
 */
public final class LocalPartitions implements AutoCloseable {
    /** Less than the session time-out of the group: when this is over nobody else can have become the owner yet. */
    static final Duration STALLED_AFTER = Duration.ofSeconds(2);

    /** A read that takes longer is given up, so that one slow partition does not hold its callers. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private static final int THREADS = 4;
    private static final int QUEUE = 512;

    private final OwnedPartitions owned;
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor queries;
    /** Apart, so that no query that takes long keeps a command's outcome from whoever waits for it. */
    private final ThreadPoolExecutor outcomes;

    public LocalPartitions(OwnedPartitions owned) {
        this(owned, System::nanoTime, THREADS, QUEUE);
    }

    LocalPartitions(OwnedPartitions owned, LongSupplier nanoTime, int threads, int queue) {
        this.owned = owned;
        this.nanoTime = nanoTime;
        this.queries = pool("tactus-queries-", threads, queue);
        this.outcomes = pool("tactus-outcomes-", threads, queue);
    }

    private static ThreadPoolExecutor pool(String name, int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                task -> Thread.ofPlatform()
                        .name(name + number.incrementAndGet())
                        .daemon()
                        .unstarted(task));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** @throws PartitionUnavailableException if this JVM may not answer for it now, or is too busy to */
    public JsonNode query(int partition, Query query) {
        return await(partition, submit(queries, partition, owner -> owner.answer(query)), ANSWER_WITHIN);
    }

    /**
     * The answers by partition, in the order asked.
     *
     * @throws PartitionUnavailableException as above, if one of them did not answer
     */
    public Map<Integer, JsonNode> queryEach(Collection<Integer> partitions, Query query) {
        Map<Integer, Future<JsonNode>> asked = new LinkedHashMap<>();
        Map<Integer, JsonNode> answers = new LinkedHashMap<>();
        try {
            partitions.forEach(
                    partition -> asked.put(partition, submit(queries, partition, owner -> owner.answer(query))));
            asked.forEach((partition, answer) -> answers.put(partition, await(partition, answer, ANSWER_WITHIN)));
            return answers;
        } finally {
            asked.values().forEach(answer -> answer.cancel(true));
        }
    }

    /**
     * Waits for commands' outcomes, until there is one.
     *
     * @return those that there are then; empty if none came in time
     * @throws PartitionUnavailableException if this JVM may not answer for it now, or stopped being its owner
     */
    public Map<UUID, Outcome> outcomes(int partition, Collection<UUID> commandIds, Duration timeout) {
        long deadline = nanoTime.getAsLong() + timeout.toNanos();
        Waiting waiting = await(
                partition, submit(outcomes, partition, owner -> new Waiting(owner.outcomes(commandIds))), timeout);
        try {
            return waiting.outcomes().get(deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The owner forgets who does not wait any more.
            waiting.outcomes().cancel(false);
            return Map.of();
        } catch (ExecutionException | CancellationException | InterruptedException e) {
            throw unavailable(partition, e);
        }
    }

    /** True when this JVM owns it and would answer for it now. */
    public boolean answers(int partition) {
        return owned.get(partition)
                .map(owner -> owner.caughtUp() && !stalled(owner))
                .orElse(false);
    }

    @Override
    public void close() {
        for (ThreadPoolExecutor pool : List.of(queries, outcomes)) {
            for (Runnable task : pool.shutdownNow()) {
                if (task instanceof Future<?> future) {
                    future.cancel(false);
                }
            }
        }
    }

    /** So that what is awaited on the pool's behalf is not confused with what the pool answers. */
    private record Waiting(CompletableFuture<Map<UUID, Outcome>> outcomes) {}

    private <T> Future<T> submit(ThreadPoolExecutor pool, int partition, Function<OwnedPartition, T> question) {
        owner(partition);
        try {
            return pool.submit(() -> {
                OwnedPartition owner = owner(partition);
                T answer = question.apply(owner);
                // Looked at again, after the read: this process may have stood still in the middle of it, while another
                // one took over. A read that ended within 2 s of a turn was the owner's.
                refuseStalled(owner);
                return answer;
            });
        } catch (RejectedExecutionException e) {
            throw new PartitionUnavailableException(
                    partition, pool.isShutdown() ? "this processor is closing" : "this processor is busy");
        }
    }

    private OwnedPartition owner(int partition) {
        OwnedPartition owner = owned.get(partition)
                .orElseThrow(() -> new PartitionUnavailableException(partition, "this processor does not own it"));
        if (!owner.caughtUp()) {
            throw new PartitionUnavailableException(partition, "its owner is still catching up");
        }
        refuseStalled(owner);
        return owner;
    }

    private void refuseStalled(OwnedPartition owner) {
        if (stalled(owner)) {
            throw new PartitionUnavailableException(owner.number(), "its owner stands still");
        }
    }

    private boolean stalled(OwnedPartition owner) {
        return nanoTime.getAsLong() - owner.lastTurnNanos() > STALLED_AFTER.toNanos();
    }

    private static <T> T await(int partition, Future<T> answer, Duration timeout) {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Interrupts it: a read looks for that at each row.
            answer.cancel(true);
            throw new PartitionUnavailableException(partition, "no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException | CancellationException | InterruptedException e) {
            throw unavailable(partition, e);
        }
    }

    /** A question that failed for another reason is a fault of ours, and is thrown as it came. */
    private static RuntimeException unavailable(int partition, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new PartitionUnavailableException(partition, "the wait was interrupted");
        }
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return new PartitionUnavailableException(partition, "this processor is closing");
    }
}
