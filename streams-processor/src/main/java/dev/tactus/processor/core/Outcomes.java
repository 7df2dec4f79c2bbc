package dev.tactus.processor.core;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.processor.core.state.OutcomeRow;
import dev.tactus.processor.core.state.PartitionState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Remembers what commands were answered, for as long as someone may ask. */
final class Outcomes {
    /** The most rows that one call of {@link #expire} looks at, so that it takes a few milliseconds at most. */
    private static final int MOST_PER_TURN = 1_000;

    private final TaskContext task;
    private final OutcomeGate gate;
    /** Below it everything was deleted: the walk over tombstones is saved. */
    private String expiredUpTo = "";

    Outcomes(TaskContext task, OutcomeGate gate) {
        this.task = task;
        this.gate = gate;
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
            if (!expired(task, Math.max(row.recordedAt(), Ids.epochMilli(UUID.fromString(key))))) {
                return false;
            }
            outcomes.add(key);
            return outcomes.size() < MOST_PER_TURN;
        });
        outcomes.forEach(task.state().outcomes()::delete);
        if (!outcomes.isEmpty()) {
            expiredUpTo = outcomes.getLast();
        }
    }

    /** Whether nobody may ask any more for what was recorded then, in epoch milliseconds. */
    static boolean expired(TaskContext task, long recordedAt) {
        return recordedAt + task.settings().outcomeRetention().toMillis() < task.now();
    }
}
