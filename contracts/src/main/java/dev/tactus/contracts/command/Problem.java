package dev.tactus.contracts.command;

import java.util.List;

/**
 * One thing wrong with a request.
 *
 * @param code a stable word for programs, as in {@code invalid_value}
 * @param path where, as in {@code ["exclude", "0"]}; empty for the request as a whole
 * @param message names the value and the remedy
 */
public record Problem(String code, List<String> path, String message) {
    public static final String INVALID_VALUE = "invalid_value";

    /** @param field dotted, as in {@code exclude.0} */
    public static Problem at(String field, String message) {
        return new Problem(INVALID_VALUE, List.of(field.split("\\.")), message);
    }
}
