package dev.tactus.contracts.query;

import dev.tactus.contracts.command.Outcome;
import java.util.Map;
import java.util.UUID;

/**
 * What a partition's owner answers who asks for the outcomes of some commands: those that there are by now, by the
 * commands' ids.
 *
 * @param outcomes empty if none came within the time that was asked for
 */
public record OutcomeAnswers(Map<UUID, Outcome> outcomes) {
    /** The most commands that one request asks for: an outcome holds a schedule, which may be 100 KB. */
    public static final int MOST = 64;

    public OutcomeAnswers {
        outcomes = Map.copyOf(outcomes);
    }
}
