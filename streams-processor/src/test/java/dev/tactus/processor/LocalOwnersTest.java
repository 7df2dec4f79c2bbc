package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.OutcomeTimeoutException;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.processor.core.OwnedPartitions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LocalOwnersTest {
    private static final UUID ID = new UUID(1, 2);
    private static final Query QUERY = new Query.GetSchedule("acme", ID);
    private static final Outcome APPLIED = new Outcome.Applied(1, Json.object());

    private final OwnedPartitions owned = new OwnedPartitions();
    private final LocalPartitions local = new LocalPartitions(owned);
    private final LocalOwners owners = new LocalOwners(local, new Partitions(2), Duration.ofMillis(200));
    private final FakePartition zero = new FakePartition(0);
    private final FakePartition one = new FakePartition(1);

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void answersInTheOrderOfThePartitions() {
        owned.add(one);
        owned.add(zero);
        assertThat(owners.queryAll(QUERY)).containsExactly(Json.tree(0), Json.tree(1));
        assertThat(owners.query(1, QUERY)).isEqualTo(Json.tree(1));
        assertThat(owners.ready()).isTrue();
    }

    @Test
    void isReadyOnlyWhenAllAnswer() {
        owned.add(zero);
        assertThat(owners.ready()).isFalse();
        owned.add(one);
        one.caughtUp = false;
        assertThat(owners.ready()).isFalse();
    }

    @Test
    void waitsForAPartitionThatMovesWithinItsBound() {
        assertThatThrownBy(() -> owners.query(0, QUERY)).isInstanceOf(PartitionUnavailableException.class);
        LocalOwners patient = new LocalOwners(local, new Partitions(2), Duration.ofSeconds(15));
        CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> owned.add(zero));
        assertThat(patient.query(0, QUERY)).isEqualTo(Json.tree(0));
    }

    @Test
    void asksTheNextOwnerForTheOutcomeWhenTheTaskEnds() {
        owned.add(zero);
        CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> {
            owned.remove(zero);
            FakePartition next = new FakePartition(0);
            next.outcome.complete(APPLIED);
            owned.add(next);
            zero.outcome.completeExceptionally(new PartitionUnavailableException(0, "its task has ended"));
        });
        assertThat(owners.outcome(0, ID, Duration.ofSeconds(15))).isEqualTo(APPLIED);
    }

    @Test
    void tellsAMissingOutcomeFromAMissingOwner() {
        assertThatThrownBy(() -> owners.outcome(0, ID, Duration.ofMillis(30)))
                .isInstanceOf(PartitionUnavailableException.class);
        owned.add(zero);
        assertThatThrownBy(() -> owners.outcome(0, ID, Duration.ofMillis(30)))
                .isInstanceOf(OutcomeTimeoutException.class);
    }
}
