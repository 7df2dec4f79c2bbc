package dev.tactus.api.input;

import java.util.Locale;

/** Stable words for programs; they are those of the validators that clients of such APIs know. */
public enum IssueCode {
    /** Missing, null, or another JSON type. */
    INVALID_TYPE,
    TOO_SMALL,
    TOO_BIG,
    /** A string that is not a UUID, an instant, a URL. */
    INVALID_FORMAT,
    /** None of the allowed values, or against a rule. */
    INVALID_VALUE,
    UNRECOGNIZED_KEYS;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
