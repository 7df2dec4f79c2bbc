package dev.tactus.api.owners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.api.command.Deadline;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.OutcomeAnswers;
import dev.tactus.contracts.query.OutcomeTimeoutException;
import dev.tactus.contracts.query.PartitionUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutcomeQuestionsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Outcome REFUSED = Outcome.Refused.of(Outcome.Reason.CONFLICT, "another revision");

    /** A question as it came to the owner, who answers when the test says so. */
    private record Asked(Set<UUID> ids, CompletableFuture<Map<UUID, Outcome>> answer) {
        void answer(UUID... there) {
            answer.complete(Set.of(there).stream().collect(Collectors.toMap(Function.identity(), id -> REFUSED)));
        }
    }

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final OutcomeQuestions questions = new OutcomeQuestions(3, this::owner);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        callers.shutdownNow();
    }

    @Test
    void asksForTheFirstAtOnce() throws Exception {
        Future<@Nullable Outcome> first = ask(id(1), LONG);
        Asked question = asked.take();
        assertThat(question.ids()).containsExactly(id(1));
        question.answer(id(1));
        assertThat(first.get()).isEqualTo(REFUSED);
    }

    @Test
    void asksForAllWithFewQuestionsAndTellsEachItsOwn() throws Exception {
        Future<@Nullable Outcome> first = ask(id(0), LONG);
        Asked alone = asked.take();
        int followers = 2 * OutcomeAnswers.MOST;
        List<Future<@Nullable Outcome>> outcomes = new ArrayList<>();
        for (int n = 1; n <= followers; n++) {
            outcomes.add(ask(id(n), LONG));
        }
        Set<UUID> askedFor = new HashSet<>();
        List<Asked> gathered = new ArrayList<>();
        while (askedFor.size() < followers) {
            Asked question = asked.take();
            assertThat(question.ids()).hasSizeLessThanOrEqualTo(OutcomeAnswers.MOST);
            assertThat(askedFor.addAll(question.ids())).isTrue();
            gathered.add(question);
        }
        assertThat(askedFor).hasSize(followers).doesNotContain(id(0));

        // All but one: it is not there yet, and is to be asked for again.
        for (Asked question : gathered) {
            question.answer(
                    question.ids().stream().filter(id -> !id.equals(id(5))).toArray(UUID[]::new));
        }
        for (int n = 1; n <= followers; n++) {
            assertThat(outcomes.get(n - 1).get()).isEqualTo(n == 5 ? null : REFUSED);
        }
        assertThat(first.isDone()).isFalse();
        alone.answer(id(0));
        assertThat(first.get()).isEqualTo(REFUSED);
    }

    @Test
    void isNotHeldUpByWhatWaitsInVain() throws Exception {
        List<Future<@Nullable Outcome>> inVain = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            inVain.add(ask(id(n), LONG));
            assertThat(asked.take().ids()).containsExactly(id(n));
        }
        assertThat(inVain).noneMatch(Future::isDone);
    }

    @Test
    void tellsAllWhoAskedThatTheOwnerIsGone() throws Exception {
        Future<@Nullable Outcome> one = ask(id(1), LONG);
        asked.take().answer().completeExceptionally(new PartitionUnavailableException(3, "it has no owner"));
        assertThatThrownBy(one::get).hasCauseInstanceOf(PartitionUnavailableException.class);

        Future<@Nullable Outcome> again = ask(id(1), LONG);
        asked.take().answer(id(1));
        assertThat(again.get()).isEqualTo(REFUSED);
    }

    @Test
    void tellsOfAnErrorAndGoesOn() throws Exception {
        Future<@Nullable Outcome> one = ask(id(1), LONG);
        Error error = new OutOfMemoryError("on purpose");
        asked.take().answer().completeExceptionally(error);
        assertThatThrownBy(one::get)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasCause(error);

        Future<@Nullable Outcome> again = ask(id(1), LONG);
        asked.take().answer(id(1));
        assertThat(again.get()).isEqualTo(REFUSED);
    }

    @Test
    void givesUpAtTheDeadlineOfWhoAsks() throws Exception {
        Future<@Nullable Outcome> hurried = ask(id(1), Duration.ofMillis(30));
        Asked question = asked.take();
        assertThatThrownBy(hurried::get).hasCauseInstanceOf(OutcomeTimeoutException.class);
        question.answer(id(1));
    }

    private Future<@Nullable Outcome> ask(UUID id, Duration timeout) {
        return callers.submit(() -> questions.ask(id, Deadline.in(timeout)));
    }

    private Map<UUID, Outcome> owner(List<UUID> ids) {
        Asked question = new Asked(Set.copyOf(ids), new CompletableFuture<>());
        asked.add(question);
        try {
            return question.answer().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    private static UUID id(int number) {
        return new UUID(1, number);
    }
}
