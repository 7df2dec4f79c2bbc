package dev.tactus.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of everything on topics and on the wire: snake_case keys, lower-case enums, instants as ISO 8601 UTC
 * with milliseconds, absent rather than null. Unknown keys are ignored here, so that an older reader understands a newer
 * writer; the HTTP API refuses them on its own, where a typing error would be dropped silently.
 *
 * <p>Numbers inside free JSON (parameters, results) keep every digit they came with.
 */
public final class Json {
    /**
     * How many levels parameters, results and whole requests may have when they come in. They end up deeper inside other
     * documents.
     */
    public static final int MOST_FREE_DEPTH = 100;

    /** Deeper documents are refused when read: a bound on the stack, not on use. */
    private static final int MAX_DEPTH = 200;

    /** As deep as Jackson writes. */
    private static final int MAX_WRITTEN_DEPTH = 1_000;

    private static final int MAX_WRITTEN_DIGITS = 1_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addModule(forms())
            .build();

    private static final JsonMapper OWN = MAPPER.copy();

    static {
        OWN.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_WRITTEN_DEPTH)
                        .maxNumberLength(MAX_WRITTEN_DIGITS)
                        .build());
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    private Json() {}

    /** The shared mapper. It is configured once and never changed; treat it as read-only. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /** @param value null makes a JSON null */
    public static JsonNode tree(@Nullable Object value) {
        return value == null ? NullNode.getInstance() : MAPPER.valueToTree(value);
    }

    /** @throws MalformedJsonException when the bytes are not JSON of that type, or are nested too deep */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(MAPPER, json, type);
    }

    /**
     * Reads what {@link #bytes} wrote here, whatever it holds: what could be written must be readable.
     *
     * @throws MalformedJsonException when the bytes are not JSON of that type
     */
    public static <T> T readOwn(byte[] json, Class<T> type) {
        return read(OWN, json, type);
    }

    private static <T> T read(JsonMapper mapper, byte[] json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (IOException e) {
            throw new MalformedJsonException(type, e);
        }
    }

    /** How many levels it has; 1 without members. */
    public static int depth(JsonNode node) {
        int deepest = 0;
        for (JsonNode child : node) {
            deepest = Math.max(deepest, depth(child));
        }
        return deepest + 1;
    }

    /** @throws MalformedJsonException when the tree is not of that type */
    public static <T> T convert(JsonNode json, Class<T> type) {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException(type, e);
        }
    }

    /** ISO 8601 UTC with milliseconds, as in {@code 2026-05-17T01:15:26.670Z}. */
    public static String text(Instant instant) {
        return InstantText.of(instant);
    }

    private static SimpleModule forms() {
        SimpleModule module = new SimpleModule("tactus");
        module.addSerializer(Instant.class, new JsonSerializer<>() {
            @Override
            public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(text(value));
            }
        });
        module.addDeserializer(Instant.class, new JsonDeserializer<>() {
            @Override
            public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
                String text = in.getValueAsString();
                try {
                    return InstantText.parse(text);
                } catch (DateTimeException e) {
                    return (Instant) context.handleWeirdStringValue(Instant.class, text, "not an RFC 3339 instant");
                }
            }
        });
        module.addSerializer(Enum.class, new LowerCaseEnums());
        return module;
    }

    @SuppressWarnings("rawtypes") // Jackson registers serializers by raw class.
    private static final class LowerCaseEnums extends JsonSerializer<Enum> {
        @Override
        public void serialize(Enum value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.name().toLowerCase(Locale.ROOT));
        }
    }
}
