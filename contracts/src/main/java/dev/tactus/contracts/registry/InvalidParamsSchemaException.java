package dev.tactus.contracts.registry;

import dev.tactus.contracts.command.Problem;
import java.util.List;

/** A document is not a JSON Schema that parameters can be checked against. */
public final class InvalidParamsSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidParamsSchemaException(List<Problem> problems) {
        super("not a usable JSON Schema: " + problems);
        this.problems = problems;
    }

    /** Where and why; the paths begin at the schema's root. */
    public List<Problem> problems() {
        return problems;
    }
}
