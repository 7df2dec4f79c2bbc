package dev.tactus.api.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The bytes of a body, and the object in it. A body {@code {"json": {…}}} is wrapped, and its answer will be too.
 */
final class RequestBody {
    private static final String WRAPPER = "json";
    private static final Pattern WRAPPED = Pattern.compile("\\s*\\{\\s*\"json\"\\s*:");

    private static final ObjectReader READER = Json.mapper()
            .readerFor(JsonNode.class)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final byte[] bytes;

    RequestBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A guess from the first characters, because what can't be decoded is to be answered in kind too. */
    boolean isWrapped() {
        int looked = Math.min(bytes.length, 1_000);
        return WRAPPED.matcher(new String(bytes, 0, looked, StandardCharsets.UTF_8))
                .lookingAt();
    }

    /** @throws ApiException when it is not JSON, or not an object */
    ObjectNode object() {
        if (bytes.length == 0) {
            throw ApiException.malformed("The body is empty: send a JSON object, {} if there is nothing to say.");
        }
        JsonNode tree = tree();
        if (Json.depth(tree) > Json.MOST_FREE_DEPTH) {
            throw ApiException.malformed("The body is nested deeper than " + Json.MOST_FREE_DEPTH + " levels.");
        }
        if (tree instanceof ObjectNode outer && outer.has(WRAPPER)) {
            List<Problem> beside = new ArrayList<>();
            outer.fieldNames().forEachRemaining(name -> {
                if (!name.equals(WRAPPER)) {
                    beside.add(new Problem(
                            "unrecognized_keys", List.of(name), "unknown key \"" + name + "\" beside \"json\""));
                }
            });
            if (!beside.isEmpty()) {
                throw ApiException.invalid(beside);
            }
            tree = outer.get(WRAPPER);
        }
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.invalid(List.of(new Problem("invalid_type", List.of(), "the body must be a JSON object")));
    }

    private JsonNode tree() {
        try {
            JsonNode tree = READER.readTree(bytes);
            if (tree == null || tree.isMissingNode()) {
                throw ApiException.malformed("The body is blank: send a JSON object.");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw ApiException.malformed("The body is not JSON: " + reason(e));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can be read", e);
        }
    }

    /** Where, and why if it can be said without repeating the body, which may hold a secret. */
    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        String why = message != null && message.startsWith("Duplicate field") ? message : "unreadable";
        JsonLocation location = e.getLocation();
        return location == null
                ? why + "."
                : why + " at line " + location.getLineNr() + ", column " + location.getColumnNr() + ".";
    }
}
