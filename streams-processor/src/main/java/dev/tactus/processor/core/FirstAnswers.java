package dev.tactus.processor.core;

import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.processor.core.state.FirstAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives equal requests equal answers, for as long as one may be sent again. */
final class FirstAnswers {
    /** The most rows that one call of {@link #expire} looks at, so that it takes a few milliseconds at most. */
    private static final int MOST_PER_TURN = 1_000;

    /**
     * The rows sort by clients' keys, so each has to be read to find those that are old. An answer is not given any more
     * once it is old: what waits for the next round is only its place on disk, a part of this size at most.
     */
    private static final int ROUNDS_PER_RETENTION = 24;

    private final TaskContext task;
    /** Empty between two rounds. */
    private String sweptUpTo = "";

    private long lastRoundEnded;

    FirstAnswers(TaskContext task) {
        this.task = task;
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
        if (first != null && !Outcomes.expired(task, first.recordedAt())) {
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

    /** Drops some of what nobody may ask for any more. */
    void expire() {
        if (sweptUpTo.isEmpty() && !roundIsDue()) {
            return;
        }
        List<String> seen = new ArrayList<>();
        List<String> old = new ArrayList<>();
        task.state().firstAnswers().ascending(sweptUpTo, (key, row) -> {
            seen.add(key);
            if (Outcomes.expired(task, row.recordedAt())) {
                old.add(key);
            }
            return seen.size() < MOST_PER_TURN;
        });
        old.forEach(task.state().firstAnswers()::delete);
        if (seen.size() < MOST_PER_TURN) {
            sweptUpTo = "";
            lastRoundEnded = task.now();
        } else {
            sweptUpTo = seen.getLast();
        }
    }

    /** Also when the clock was far ahead at the last. */
    private boolean roundIsDue() {
        long between = task.settings().outcomeRetention().toMillis() / ROUNDS_PER_RETENTION;
        return Math.abs(task.now() - lastRoundEnded) >= between;
    }
}
