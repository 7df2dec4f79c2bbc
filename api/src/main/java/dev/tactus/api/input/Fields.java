package dev.tactus.api.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to a JSON object from outside. Nothing is converted: {@code "50"} is no number. A value that is wrong is
 * noted in {@link Issues} and read as absent, so that reading goes on and finds what else is wrong. A null is read as
 * absent; whether it is welcome is for {@link #isNull} to ask.
 */
public final class Fields {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final UUID NO_ID = new UUID(0, 0);

    private final ObjectNode json;
    private final List<String> path;
    private final Issues issues;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(ObjectNode json, List<String> path, Issues issues) {
        this.json = json;
        this.path = path;
        this.issues = issues;
    }

    public static Fields of(ObjectNode body, Issues issues) {
        return new Fields(body, List.of(), issues);
    }

    public Issues issues() {
        return issues;
    }

    /** True if the field is there, be it null. */
    public boolean has(String name) {
        known.add(name);
        return json.has(name);
    }

    public boolean isNull(String name) {
        known.add(name);
        return json.path(name).isNull();
    }

    /** Notes a field that must be there and is not, or is null. */
    public void require(String name, String what) {
        if (!has(name) || isNull(name)) {
            wrong(IssueCode.INVALID_TYPE, name, name + " is required: " + what);
        }
    }

    /** Notes a null where leaving the field out is meant. */
    public void refuseNull(String name) {
        if (isNull(name)) {
            wrong(IssueCode.INVALID_TYPE, name, name + " must not be null: leave it out for its default");
        }
    }

    /** A string of so many characters. */
    public @Nullable String text(String name, int min, int max) {
        return text(name, min, max, false);
    }

    /** The same, but no message ever shows it. */
    public @Nullable String secret(String name, int min, int max) {
        return text(name, min, max, true);
    }

    /** @param form says in words what the pattern takes */
    public @Nullable String text(String name, Pattern pattern, String form) {
        String text = text(name, 0, Integer.MAX_VALUE);
        if (text != null && !pattern.matcher(text).matches()) {
            wrong(IssueCode.INVALID_FORMAT, name, name + " must be " + form + ", not " + Shown.value(json.get(name)));
            return null;
        }
        return text;
    }

    private @Nullable String text(String name, int min, int max, boolean hidden) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            wrong(
                    IssueCode.INVALID_TYPE,
                    name,
                    name + " must be a string, not " + (hidden ? Shown.type(value) : Shown.value(value)));
            return null;
        }
        String text = value.textValue();
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max) {
            wrong(
                    length < min ? IssueCode.TOO_SMALL : IssueCode.TOO_BIG,
                    name,
                    name + " must have " + min + " to " + max + " characters, not " + length);
            return null;
        }
        if (text.codePoints().anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            wrong(IssueCode.INVALID_FORMAT, name, name + " must be Unicode text without NUL and half surrogates");
            return null;
        }
        return text;
    }

    /** A whole number of a range; {@code 5.0} is one. */
    public @Nullable Long integer(String name, long min, long max) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        BigDecimal number = value.isNumber() ? value.decimalValue().stripTrailingZeros() : null;
        if (number == null || number.scale() > 0) {
            wrong(
                    IssueCode.INVALID_TYPE,
                    name,
                    name + " must be a whole number from " + min + " to " + max + ", not " + Shown.value(value));
            return null;
        }
        if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            wrong(
                    number.compareTo(BigDecimal.valueOf(min)) < 0 ? IssueCode.TOO_SMALL : IssueCode.TOO_BIG,
                    name,
                    name + " must be from " + min + " to " + max + ", not " + Shown.value(value));
            return null;
        }
        return number.longValueExact();
    }

    public int integer(String name, int min, int max, int otherwise) {
        refuseNull(name);
        Long value = integer(name, min, max);
        return value == null ? otherwise : Math.toIntExact(value);
    }

    public @Nullable Boolean bool(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            wrong(IssueCode.INVALID_TYPE, name, name + " must be true or false, not " + Shown.value(value));
            return null;
        }
        return value.booleanValue();
    }

    public boolean bool(String name, boolean otherwise) {
        refuseNull(name);
        Boolean value = bool(name);
        return value == null ? otherwise : value;
    }

    /** An RFC 3339 instant; what it says beyond milliseconds is cut off. */
    public @Nullable Instant instant(String name) {
        String text = text(name, 1, 64);
        if (text == null) {
            return null;
        }
        try {
            Instant instant =
                    OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
            return Instant.ofEpochMilli(instant.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            wrong(
                    IssueCode.INVALID_FORMAT,
                    name,
                    name + " must be an instant with a zone such as 2026-05-17T01:15:26Z, not \"" + text + '"');
            return null;
        }
    }

    public @Nullable UUID id(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || !UUID_FORM.matcher(value.textValue()).matches()) {
            wrong(
                    value.isTextual() ? IssueCode.INVALID_FORMAT : IssueCode.INVALID_TYPE,
                    name,
                    name + " must be a UUID, not " + Shown.value(value));
            return null;
        }
        return UUID.fromString(value.textValue());
    }

    /** An id that must be there. What is returned if it is not must not be used: a problem has been noted. */
    public UUID requiredId(String name, String what) {
        require(name, what);
        UUID id = id(name);
        return id == null ? NO_ID : id;
    }

    /** One of an enum's words, in lower case. */
    public <E extends Enum<E>> @Nullable E word(String name, Class<E> type) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        for (E word : type.getEnumConstants()) {
            if (value.isTextual() && word.name().toLowerCase(Locale.ROOT).equals(value.textValue())) {
                return word;
            }
        }
        String words = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                        .toList());
        wrong(IssueCode.INVALID_VALUE, name, name + " must be one of " + words + ", not " + Shown.value(value));
        return null;
    }

    public @Nullable ObjectNode object(String name) {
        JsonNode value = value(name);
        if (value == null || value instanceof ObjectNode) {
            return (ObjectNode) value;
        }
        wrong(IssueCode.INVALID_TYPE, name, name + " must be an object, not " + Shown.value(value));
        return null;
    }

    /** Any JSON value; null is null here. */
    public @Nullable JsonNode any(String name) {
        known.add(name);
        return json.get(name);
    }

    /** The fields of an object inside; {@link #refuseUnknown} is to be called on it too. */
    public @Nullable Fields nested(String name) {
        ObjectNode object = object(name);
        return object == null ? null : new Fields(object, at(name), issues);
    }

    /** An array of at most {@code max} strings, each of at most {@code maxLength} characters. */
    public @Nullable List<String> texts(String name, int max, int maxLength) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            wrong(IssueCode.INVALID_TYPE, name, name + " must be an array of strings, not " + Shown.value(value));
            return null;
        }
        if (value.size() > max) {
            wrong(IssueCode.TOO_BIG, name, name + " must have at most " + max + " entries, not " + value.size());
            return null;
        }
        ObjectNode entries = Json.object();
        for (int i = 0; i < value.size(); i++) {
            entries.set(String.valueOf(i), value.get(i));
        }
        return new ArrayList<>(texts(entries, at(name), maxLength).values());
    }

    /** An object of at most {@code max} strings. */
    public @Nullable Map<String, String> textMap(String name, int max, Pattern keys, int maxLength) {
        ObjectNode object = object(name);
        if (object == null) {
            return null;
        }
        if (object.size() > max) {
            wrong(IssueCode.TOO_BIG, name, name + " must have at most " + max + " entries, not " + object.size());
            return null;
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!keys.matcher(entry.getKey()).matches()) {
                List<String> where = new ArrayList<>(at(name));
                where.add(entry.getKey());
                issues.add(
                        IssueCode.INVALID_FORMAT,
                        where,
                        "the keys of " + name + " must match " + keys.pattern() + ", \"" + entry.getKey()
                                + "\" does not");
            }
        }
        return texts(object, at(name), maxLength);
    }

    private Map<String, String> texts(ObjectNode object, List<String> at, int maxLength) {
        Fields entries = new Fields(object, at, issues);
        Map<String, String> texts = new LinkedHashMap<>();
        object.fieldNames().forEachRemaining(key -> {
            entries.require(key, "a string");
            String text = entries.text(key, 0, maxLength);
            if (text != null) {
                texts.put(key, text);
            }
        });
        return texts;
    }

    /** Notes every field that nobody asked for: a mistyped one must not be dropped silently. To be called last. */
    public void refuseUnknown() {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String hint = Nearest.to(name, known)
                        .map(near -> "did you mean \"" + near + "\"?")
                        .orElse("known here are " + String.join(", ", known));
                wrong(IssueCode.UNRECOGNIZED_KEYS, name, "unknown key \"" + shortened(name) + "\": " + hint);
            }
        });
    }

    /** Notes something wrong with a field. */
    public void wrong(IssueCode code, String name, String message) {
        issues.add(code, at(name), message);
    }

    private static String shortened(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "…";
    }

    private List<String> at(String name) {
        List<String> where = new ArrayList<>(path);
        where.add(name);
        return List.copyOf(where);
    }

    private @Nullable JsonNode value(String name) {
        known.add(name);
        JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : value;
    }
}
