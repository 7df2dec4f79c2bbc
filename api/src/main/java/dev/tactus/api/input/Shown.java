package dev.tactus.api.input;

import com.fasterxml.jackson.databind.JsonNode;

/** A value as a message shows it. */
final class Shown {
    private static final int MAX = 60;

    private Shown() {}

    static String value(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isArray() ? "an array" : "an object";
        }
        String text = value.toString();
        return text.length() <= MAX ? text : text.substring(0, MAX) + "…";
    }

    /** Its JSON type, for what must not be shown. */
    static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> "null";
            case BOOLEAN -> "a boolean";
            case NUMBER -> "a number";
            case STRING -> "a string";
            case ARRAY -> "an array";
            default -> "an object";
        };
    }
}
