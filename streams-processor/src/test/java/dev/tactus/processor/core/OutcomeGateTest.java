package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.PartitionUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutcomeGateTest {
    private static final UUID ONE = new UUID(1, 1);
    private static final UUID TWO = new UUID(1, 2);
    private static final UUID THREE = new UUID(1, 3);
    private static final Outcome REFUSED = Outcome.Refused.of(Outcome.Reason.CONFLICT, "another revision");

    private final Map<UUID, Outcome> stored = new HashMap<>();
    private final OutcomeGate gate = new OutcomeGate(0);

    @Test
    void givesNoOutcomeBeforeItsCommit() {
        CompletableFuture<Map<UUID, Outcome>> before = ask(ONE);
        decide(ONE);
        CompletableFuture<Map<UUID, Outcome>> after = ask(ONE);
        assertThat(before).isNotDone();
        assertThat(after).isNotDone();
        gate.committed();
        assertThat(before).isCompletedWithValue(Map.of(ONE, REFUSED));
        assertThat(after).isCompletedWithValue(Map.of(ONE, REFUSED));
        assertThat(ask(ONE)).isCompletedWithValue(Map.of(ONE, REFUSED));
    }

    @Test
    void givesAllThatACommitBroughtAndNotTheRest() {
        CompletableFuture<Map<UUID, Outcome>> all = ask(ONE, TWO, THREE);
        decide(ONE);
        decide(THREE);
        gate.committed();
        decide(TWO);
        assertThat(all).isCompletedWithValue(Map.of(ONE, REFUSED, THREE, REFUSED));
        assertThat(ask(ONE, TWO)).isCompletedWithValue(Map.of(ONE, REFUSED));
    }

    @Test
    void sendsThoseWhoWaitToTheNextOwner() {
        CompletableFuture<Map<UUID, Outcome>> before = ask(ONE, TWO);
        decide(ONE);
        gate.close();
        for (CompletableFuture<Map<UUID, Outcome>> asked : List.of(before, ask(TWO))) {
            assertThat(asked.handle((outcomes, failure) -> failure))
                    .isCompletedWithValueMatching(PartitionUnavailableException.class::isInstance);
        }
    }

    private void decide(UUID commandId) {
        gate.decided(commandId, REFUSED);
        stored.put(commandId, REFUSED);
    }

    private CompletableFuture<Map<UUID, Outcome>> ask(UUID... commandIds) {
        return gate.outcomes(List.of(commandIds), stored::get);
    }
}
