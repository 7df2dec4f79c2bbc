package dev.tactus.contracts.schedule;

import dev.tactus.contracts.command.Problem;
import dev.tactus.recurrence.InvalidRecurrenceException;
import dev.tactus.recurrence.Recurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What must hold between the fields of a definition. The API asks before it sends a command, the processor asks again
 * after it merged two concurrent updates, each of which was right on its own.
 */
public final class DefinitionRules {
    private DefinitionRules() {}

    /** Every problem; empty if the definition may be applied. */
    public static List<Problem> problems(ScheduleDefinition definition) {
        return problems(definition, d -> Recurrence.compile(d.recurrence()));
    }

    /** @param compile to the same end as {@link Recurrence#compile}, which it may have done before */
    public static List<Problem> problems(
            ScheduleDefinition definition, Function<ScheduleDefinition, Recurrence> compile) {
        List<Problem> problems = new ArrayList<>();
        if (definition.callbackUrl() != null && definition.callbackSecret() == null) {
            problems.add(Problem.at("callback_secret", "callback_url needs a callback_secret: send both, or neither"));
        }
        if (definition.callbackUrl() == null && definition.callbackSecret() != null) {
            problems.add(Problem.at("callback_url", "callback_secret needs a callback_url: send both, or neither"));
        }
        try {
            var unused = compile.apply(definition);
        } catch (InvalidRecurrenceException e) {
            e.problems()
                    .forEach(problem ->
                            problems.add(Problem.at(problem.field(), problem.field() + ": " + problem.message())));
        }
        return problems;
    }
}
