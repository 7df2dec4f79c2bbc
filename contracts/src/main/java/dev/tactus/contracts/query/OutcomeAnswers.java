package dev.tactus.contracts.query;

import dev.tactus.contracts.command.Outcome;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a partition's owner answers who asks for the outcomes of some commands: those that there are by now. Not as an
 * object with a member for each id: JSON readers keep names for the next time, and these never come again.
 *
 * @param outcomes empty if none came within the time that was asked for
 */
public record OutcomeAnswers(List<Answer> outcomes) {
    /** The most commands that one request asks for: an outcome holds a schedule, which may be 100 KB. */
    public static final int MOST = 64;

    public OutcomeAnswers {
        outcomes = List.copyOf(outcomes);
    }

    public record Answer(UUID commandId, Outcome outcome) {}

    public static OutcomeAnswers of(Map<UUID, Outcome> outcomes) {
        return new OutcomeAnswers(outcomes.entrySet().stream()
                .map(outcome -> new Answer(outcome.getKey(), outcome.getValue()))
                .toList());
    }

    public Map<UUID, Outcome> byCommand() {
        return outcomes.stream().collect(Collectors.toMap(Answer::commandId, Answer::outcome));
    }
}
