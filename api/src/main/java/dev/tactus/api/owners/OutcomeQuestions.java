package dev.tactus.api.owners;

import dev.tactus.api.command.Deadline;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.OutcomeAnswers;
import dev.tactus.contracts.query.OutcomeTimeoutException;
import dev.tactus.contracts.query.PartitionUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks one partition for the outcomes of commands, with one question for many who wait. The first is asked for at once;
 * those that follow gather until it is answered and are asked for together: a partition's outcomes are committed together,
 * so the next come no sooner. What waits in vain must not hold up the others, so they gather for a short while at most.
 */
final class OutcomeQuestions {
    /** About what passes between two commits of a busy processor. */
    private static final Duration LONGEST_GATHERING = Duration.ofMillis(20);

    private final int partition;
    private final Function<List<UUID>, Map<UUID, Outcome>> owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    /** Takes more ids; null if the next to come starts one. */
    private @Nullable Question gathering;

    private @Nullable Question lastSent;

    /** @param owner answers as {@link OutcomeAnswers} says, within a bound, or fails */
    OutcomeQuestions(int partition, Function<List<UUID>, Map<UUID, Outcome>> owner) {
        this.partition = partition;
        this.owner = owner;
    }

    private static final class Question {
        final List<UUID> commandIds = new ArrayList<>();
        final CompletableFuture<Map<UUID, Outcome>> answer = new CompletableFuture<>();
    }

    /**
     * @return null if there is none yet: ask again
     * @throws PartitionUnavailableException if the partition's owner did not answer
     * @throws OutcomeTimeoutException if it may still, but not by the deadline
     */
    @Nullable
    Outcome ask(UUID commandId, Deadline deadline) {
        try {
            return join(commandId)
                    .get(deadline.left().toNanos(), TimeUnit.NANOSECONDS)
                    .get(commandId);
        } catch (TimeoutException e) {
            throw new OutcomeTimeoutException(commandId);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PartitionUnavailableException unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException("asking for outcomes of partition " + partition + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartitionUnavailableException(partition, "the wait was interrupted");
        }
    }

    private CompletableFuture<Map<UUID, Outcome>> join(UUID commandId) {
        lock.lock();
        try {
            Question question = gathering;
            if (question == null) {
                Question started = new Question();
                // It waits for this lock before it does anything.
                Thread.ofVirtual().name("tactus-outcomes").start(() -> gatherAndSend(started));
                gathering = started;
                question = started;
            }
            question.commandIds.add(commandId);
            if (question.commandIds.size() == OutcomeAnswers.MOST) {
                gathering = null;
            }
            return question.answer;
        } finally {
            lock.unlock();
        }
    }

    private void gatherAndSend(Question question) {
        try {
            gather(question);
            question.answer.complete(owner.apply(question.commandIds));
        } catch (Throwable e) {
            // An Error too: those who ask tell of it, and would wait for nothing.
            question.answer.completeExceptionally(e);
        }
        lock.lock();
        try {
            answered.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void gather(Question question) throws InterruptedException {
        lock.lock();
        try {
            long left = LONGEST_GATHERING.toNanos();
            while (left > 0 && lastSent != null && !lastSent.answer.isDone()) {
                left = answered.awaitNanos(left);
            }
        } finally {
            lastSent = question;
            if (gathering == question) {
                gathering = null;
            }
            lock.unlock();
        }
    }
}
