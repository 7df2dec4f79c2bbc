package dev.tactus.recurrence;

import java.util.List;

public final class InvalidRecurrenceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    public InvalidRecurrenceException(List<Problem> problems) {
        this.problems = problems;
    }

    public List<Problem> problems() {
        return problems;
    }

    public record Problem(String field, String message, int position) {}
}
