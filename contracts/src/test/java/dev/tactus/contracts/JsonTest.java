package dev.tactus.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static byte[] nested(int levels) {
        return ("[".repeat(levels) + "]".repeat(levels)).getBytes(UTF_8);
    }

    @Test
    void countsLevels() {
        assertThat(Json.depth(Json.tree(1))).isEqualTo(1);
        assertThat(Json.depth(Json.object())).isEqualTo(1);
        assertThat(Json.depth(Json.read("{\"a\": [{}, 1]}".getBytes(UTF_8), JsonNode.class)))
                .isEqualTo(3);
    }

    @Test
    void refusesWhatComesInTooDeep() {
        assertThat(Json.read(nested(200), JsonNode.class)).isNotNull();
        assertThatThrownBy(() -> Json.read(nested(201), JsonNode.class)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void whatCouldBeWrittenIsReadAgain() {
        ObjectNode row = Json.object();
        row.set("result", Json.read(nested(200), JsonNode.class));
        // Read, it has 1,000 characters; written, some more.
        row.set("number", Json.read(("9".repeat(998) + "e9").getBytes(UTF_8), JsonNode.class));
        byte[] bytes = Json.bytes(row);
        assertThatThrownBy(() -> Json.read(bytes, JsonNode.class)).isInstanceOf(MalformedJsonException.class);
        assertThat(Json.readOwn(bytes, JsonNode.class)).isEqualTo(row);
    }
}
