package dev.tactus.recurrence;

import java.util.List;
import java.util.stream.Collectors;

/** A {@link RecurrenceSpec} that cannot be compiled, with every problem found, not the first alone. */
public final class InvalidRecurrenceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems at least one */
    public InvalidRecurrenceException(List<Problem> problems) {
        super(problems.stream().map(p -> p.field() + ": " + p.message()).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, in the order of the fields. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * One problem.
     *
     * @param field the API's name of the field, with {@code .} between its parts: {@code cron_expr}, {@code exclude.0}
     * @param message the value, what is wrong with it, and the remedy
     * @param position index of the offending character in the user's text, or -1 if there is none
     */
    public record Problem(String field, String message, int position) {}
}
