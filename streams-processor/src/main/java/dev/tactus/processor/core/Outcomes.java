package dev.tactus.processor.core;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.processor.core.state.FirstAnswer;
import dev.tactus.processor.core.state.OutcomeRow;
import dev.tactus.processor.core.state.PartitionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers what commands were answered, for as long as someone may ask, and gives equal requests equal answers. */
final class Outcomes {
    /** The most rows that one call of {@link #expire} looks at, so that it takes a few milliseconds at most. */
    private static final int MOST_PER_TURN = 1_000;

    private final TaskContext task;
    private final OutcomeGate gate;
    /** Below it everything was deleted: the walk over tombstones is saved. */
    private String expiredUpTo = "";

    private String sweptUpTo = "";

    Outcomes(TaskContext task, OutcomeGate gate) {
        this.task = task;
        this.gate = gate;
    }

    /** The outcome of a command that may have been sent before under the same key. */
    Outcome once(CommandHeaders headers, String tenant, String route, Supplier<Outcome> apply) {
        String key = headers.idempotencyKey();
        return key == null ? apply.get() : once(tenant + "/" + route + "/" + key, headers.bodyHash(), apply);
    }

    /** The outcome of a request that stands for all with its nonce. */
    Outcome onceByNonce(@Nullable String nonce, String tenant, Supplier<Outcome> apply) {
        return nonce == null ? apply.get() : once(tenant + "/nonce/" + nonce, null, apply);
    }

    private Outcome once(String key, @Nullable String bodyHash, Supplier<Outcome> apply) {
        FirstAnswer first = task.state().firstAnswers().get(key);
        if (first != null && !expired(first.recordedAt())) {
            return bodyHash == null || bodyHash.equals(first.bodyHash())
                    ? first.outcome()
                    : Outcome.Refused.of(
                            Outcome.Reason.CONFLICT,
                            "this Idempotency-Key was used with another body: use a new key for a new request");
        }
        Outcome outcome = apply.get();
        task.state().firstAnswers().put(key, new FirstAnswer(bodyHash, outcome, task.now()));
        return outcome;
    }

    void record(UUID commandId, Outcome outcome) {
        gate.decided(commandId, outcome);
        task.state().outcomes().put(commandId.toString(), new OutcomeRow(outcome, task.now()));
    }

    static @Nullable Outcome stored(PartitionState state, UUID commandId) {
        OutcomeRow row = state.outcomes().get(commandId.toString());
        return row == null ? null : row.outcome();
    }

    /** Drops some of what nobody may ask for any more. */
    void expire() {
        List<String> outcomes = new ArrayList<>();
        // Command ids sort by time, so the first that is young enough ends the search.
        task.state().outcomes().ascending(expiredUpTo, (key, row) -> {
            if (!expired(Math.max(row.recordedAt(), Ids.epochMilli(UUID.fromString(key))))) {
                return false;
            }
            outcomes.add(key);
            return outcomes.size() < MOST_PER_TURN;
        });
        outcomes.forEach(task.state().outcomes()::delete);
        if (!outcomes.isEmpty()) {
            expiredUpTo = outcomes.getLast();
        }
        expireFirstAnswers();
    }

    /** First answers sort by client's keys: a slow round through all of them. */
    private void expireFirstAnswers() {
        List<String> seen = new ArrayList<>();
        List<String> old = new ArrayList<>();
        task.state().firstAnswers().ascending(sweptUpTo, (key, row) -> {
            seen.add(key);
            if (expired(row.recordedAt())) {
                old.add(key);
            }
            return seen.size() < MOST_PER_TURN;
        });
        old.forEach(task.state().firstAnswers()::delete);
        sweptUpTo = seen.size() < MOST_PER_TURN ? "" : seen.getLast();
    }

    private boolean expired(long recordedAt) {
        return Instant.ofEpochMilli(recordedAt)
                .plus(task.settings().outcomeRetention())
                .isBefore(Instant.ofEpochMilli(task.now()));
    }
}
