package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.query.Query;
import dev.tactus.processor.core.OwnedPartitions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class LocalPartitionsTest {
    private static final UUID ID = new UUID(1, 2);
    private static final Query QUERY = new Query.GetSchedule("acme", ID);
    private static final Outcome REFUSED = Outcome.Refused.of(Outcome.Reason.NOT_FOUND, "no such schedule");

    private final OwnedPartitions owned = new OwnedPartitions();
    private final FakePartition three = new FakePartition(3);
    private final AtomicLong now = new AtomicLong();
    private final LocalPartitions local = new LocalPartitions(owned, System::nanoTime, 2, 1);

    LocalPartitionsTest() {
        owned.add(three);
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void asksTheOwnerOnAPlatformThreadAlsoForAVirtualOne() throws Exception {
        AtomicReference<Thread> asked = new AtomicReference<>();
        three.answers = query -> {
            asked.set(Thread.currentThread());
            return Json.tree(query);
        };
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(virtual.submit(() -> local.query(3, QUERY)).get()).isEqualTo(Json.tree(QUERY));
        }
        assertThat(asked.get().isVirtual()).isFalse();
    }

    @Test
    void refusesAPartitionOfAnother() {
        assertThatThrownBy(() -> local.query(2, QUERY))
                .isInstanceOf(PartitionUnavailableException.class)
                .hasMessageContaining("does not own it");
        assertThat(local.answers(2)).isFalse();
    }

    @Test
    void refusesWhileTheOwnerCatchesUp() {
        three.caughtUp = false;
        assertThatThrownBy(() -> local.query(3, QUERY)).hasMessageContaining("catching up");
        assertThatThrownBy(() -> local.outcomes(3, List.of(ID), Duration.ofSeconds(1)))
                .hasMessageContaining("catching up");
        assertThat(local.answers(3)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,true", "1999999999,true", "2000000000,true", "2000000001,false", "9000000000,false"})
    void refusesAnOwnerWhoseLastTurnWasTooLongAgo(long nanosAgo, boolean answers) {
        try (LocalPartitions watched = new LocalPartitions(owned, now::get, 1, 1)) {
            three.standsStill = true;
            three.lastTurnNanos = Long.MAX_VALUE - 5; // nanoTime may overflow
            now.set(three.lastTurnNanos + nanosAgo);
            assertThat(watched.answers(3)).isEqualTo(answers);
            if (answers) {
                assertThat(watched.query(3, QUERY)).isEqualTo(Json.tree(3));
            } else {
                assertThatThrownBy(() -> watched.query(3, QUERY)).hasMessageContaining("stands still");
            }
        }
    }

    @Test
    void refusesWhenTheProcessStoodStillDuringTheRead() {
        try (LocalPartitions watched = new LocalPartitions(owned, now::get, 1, 1)) {
            three.standsStill = true;
            three.answers = query -> {
                now.addAndGet(Duration.ofSeconds(3).toNanos());
                return Json.tree("read before another took over");
            };
            assertThatThrownBy(() -> watched.query(3, QUERY)).hasMessageContaining("stands still");
        }
    }

    @Test
    void refusesRatherThanQueueWithoutBound() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch working = new CountDownLatch(2);
        three.answers = query -> {
            working.countDown();
            awaitQuietly(go);
            return Json.tree(3);
        };
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<?>> busy = List.of(
                    CompletableFuture.supplyAsync(() -> local.query(3, QUERY), callers),
                    CompletableFuture.supplyAsync(() -> local.query(3, QUERY), callers));
            working.await();
            // Both threads work, one place is left in the queue: of two more callers one is refused.
            assertThatThrownBy(() -> local.queryEach(List.of(3, 3, 3), QUERY)).hasMessageContaining("busy");
            go.countDown();
            busy.forEach(CompletableFuture::join);
        }
        assertThat(local.query(3, QUERY)).isEqualTo(Json.tree(3));
    }

    @Test
    void asksSeveralAndFailsIfOneDoesNotAnswer() {
        try (LocalPartitions wide = new LocalPartitions(owned)) {
            owned.add(new FakePartition(1));
            assertThat(wide.queryEach(List.of(3, 1), QUERY))
                    .containsExactly(Map.entry(3, Json.tree(3)), Map.entry(1, Json.tree(1)));
            assertThatThrownBy(() -> wide.queryEach(List.of(3, 1, 2), QUERY))
                    .isInstanceOfSatisfying(
                            PartitionUnavailableException.class,
                            e -> assertThat(e.partition()).isEqualTo(2));
        }
    }

    @Test
    void waitsForTheFirstOutcome() {
        three.outcome.completeOnTimeout(REFUSED, 50, java.util.concurrent.TimeUnit.MILLISECONDS);
        assertThat(local.outcomes(3, List.of(ID, new UUID(1, 3)), Duration.ofSeconds(10)))
                .isEqualTo(Map.of(ID, REFUSED));
    }

    @Test
    void tellsAnOutcomeThatDoesNotComeFromAnOwnerThatGoes() {
        assertThat(local.outcomes(3, List.of(ID), Duration.ofMillis(20))).isEmpty();
        three.outcome.completeExceptionally(new PartitionUnavailableException(3, "its task has ended"));
        assertThatThrownBy(() -> local.outcomes(3, List.of(ID), Duration.ofSeconds(10)))
                .isInstanceOf(PartitionUnavailableException.class)
                .hasMessageContaining("its task has ended");
    }

    @Test
    void throwsAFaultOfTheOwnerAsItCame() {
        three.answers = query -> {
            throw new IllegalStateException("a fault");
        };
        assertThatThrownBy(() -> local.query(3, QUERY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a fault");
    }

    @Test
    void refusesOnceItIsClosed() {
        local.close();
        assertThatThrownBy(() -> local.query(3, QUERY))
                .isInstanceOf(PartitionUnavailableException.class)
                .hasMessageContaining("closing");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
