package dev.tactus.contracts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamsSchemaTest {
    private static final String REPORT = """
            {"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
              "name": {"type": "string", "minLength": 2},
              "sizes": {"type": "array", "items": {"$ref": "#/$defs/size"}}},
             "$defs": {"size": {"type": "integer", "minimum": 1}}}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name": "ab", "sizes": [1, 2]}  |
            {}                               | params.name
            {"name": 7}                      | params.name
            {"name": "a"}                    | params.name
            {"name": "ab", "nam": 1}         | params.nam
            {"name": "ab", "sizes": [1, 0]}  | params.sizes.1
            {"name": "a", "sizes": ["x"]}    | params.name params.sizes.0
            """)
    void namesEveryPlaceThatBreaksTheSchema(String params, String paths) {
        ParamsSchema schema = ParamsSchema.compile(json(REPORT));
        assertThat(schema.problems((ObjectNode) json(params), "params"))
                .extracting(problem -> String.join(".", problem.path()))
                .containsExactlyInAnyOrderElementsOf(paths == null ? List.of() : List.of(paths.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "{}",
                "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"type\": \"object\"}",
                "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\"}",
                "{\"$schema\": \"https://json-schema.org/draft/2019-09/schema\", \"type\": \"object\"}",
                "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\"}",
            })
    void takesTheDraftsThatAreInUse(String schema) {
        assertThat(ParamsSchema.compile(json(schema)).problems(Json.object(), "params"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"strng\"}",
                "{\"type\": \"object\", \"required\": \"name\"}",
                "{\"$schema\": \"https://example.com/mine\"}",
                "{\"properties\": {\"a\": {\"pattern\": \"(\"}}}",
                "{\"$ref\": \"https://example.com/schema.json\"}",
                "{\"$ref\": \"http://169.254.169.254/latest\"}",
                "{\"$ref\": \"file:///etc/passwd\"}",
                "{\"$ref\": \"classpath:application.json\"}",
                "{\"$ref\": \"#/$defs/nothing\"}",
                "[]",
                "7",
            })
    void refusesWhatIsNoSchemaOrReachesOutside(String schema) {
        assertThatThrownBy(() -> ParamsSchema.compile(json(schema)))
                .isInstanceOfSatisfying(
                        InvalidParamsSchemaException.class,
                        e -> assertThat(e.problems()).isNotEmpty());
    }

    @Test
    void aPatternThatExplodesIsGivenUp() {
        ParamsSchema schema = ParamsSchema.compile(json("{\"properties\": {\"a\": {\"pattern\": \"^(.*a){12}$\"}}}"));
        ObjectNode params = Json.object().put("a", "a".repeat(200) + "b");
        assertThat(schema.problems(params, "params"))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("too long");
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
