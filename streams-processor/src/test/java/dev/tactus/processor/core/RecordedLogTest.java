package dev.tactus.processor.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.topic.RecordHeaders;
import dev.tactus.contracts.topic.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An upgrade, rehearsed: this version reads a recorded log of commands, reports and ticks, and must say what the version said
 * that recorded it. The README beside the log says when it may be recorded anew, with {@code -Dtactus.record=true}.
 */
class RecordedLogTest {
    private static final String FOLDER = "/recorded/";
    private static final Path SOURCES = Path.of("src/test/resources/recorded");
    private static final Instant START = Instant.parse("2025-03-30T00:30:00.500Z");

    /** What depends on where it runs: noted as being there, whatever its value. */
    private static final List<String> ELSEWHERE = List.of("tzdb_version");

    @TempDir
    private Path stateDir;

    @Test
    void isAnsweredAsItWasWhenItWasRecorded() throws IOException {
        List<JsonNode> said = replay(lines("inputs.jsonl"));
        if (Boolean.getBoolean("tactus.record")) {
            Files.write(
                    SOURCES.resolve("facts.jsonl"),
                    said.stream().map(JsonNode::toString).toList());
            return;
        }
        assertThat(said.stream().filter(RecordedLogTest::isNumbered).map(RecordedLogTest::number))
                .doesNotHaveDuplicates();
        List<JsonNode> recorded = byKey(lines("facts.jsonl"));
        said = byKey(said);
        for (int i = 0; i < Math.min(said.size(), recorded.size()); i++) {
            JsonNode before = recorded.get(i);
            JsonNode now = said.get(i);
            assertThat(difference("", before, now))
                    .as("recorded was%n%s%nand now it is%n%s", before, now)
                    .isNull();
        }
        assertThat(said).as("the facts").hasSameSizeAs(recorded);
    }

    /**
     * In the order that a version owes to the ones before it: of inputs, and below one input of facts about one thing. Which
     * of two schedules comes first that are due at one instant is open, and so are the numbers that follow from it.
     */
    private static List<JsonNode> byKey(List<JsonNode> facts) {
        List<JsonNode> sorted = new ArrayList<>(facts);
        sorted.sort(Comparator.comparingInt((JsonNode fact) -> fact.path("line").asInt())
                .thenComparing(fact -> fact.path("key").asText()));
        sorted.stream()
                .filter(RecordedLogTest::isNumbered)
                .forEach(fact -> ((ObjectNode) fact.path("value")).put("seq", "*"));
        return sorted;
    }

    private static boolean isNumbered(JsonNode fact) {
        return fact.path("value").has("seq");
    }

    private static long number(JsonNode fact) {
        return fact.path("value").path("seq").asLong();
    }

    private List<JsonNode> replay(List<JsonNode> inputs) {
        List<JsonNode> said = new ArrayList<>();
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            for (int i = 0; i < inputs.size(); i++) {
                int line = i + 1;
                JsonNode input = inputs.get(i);
                if (input.has("run")) {
                    Duration time = Duration.between(
                            partition.now(), Instant.parse(input.path("run").asText()));
                    partition.run(
                            time, Duration.ofSeconds(input.path("step_seconds").asLong()));
                } else if (input.has("jump")) {
                    partition.jumpTo(Instant.parse(input.path("jump").asText()));
                } else if (input.has("record")) {
                    outcome(partition, input, line, said);
                }
                facts(partition, line, said);
            }
        }
        // As they are read: numbers of one size, whatever they were written from.
        return said.stream()
                .map(fact -> Json.read(fact.toString().getBytes(UTF_8), JsonNode.class))
                .toList();
    }

    private static void outcome(TestPartition partition, JsonNode input, int line, List<JsonNode> said) {
        Map<String, String> headers = new HashMap<>();
        input.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        byte[] value =
                input.has("text") ? input.path("text").asText().getBytes(UTF_8) : Json.bytes(input.path("value"));
        partition.record(
                topic(input.path("record").asText()),
                input.path("key").asText(),
                value,
                headers,
                Instant.parse(input.path("at").asText()));
        String command = headers.get("command-id");
        if (command != null) {
            Outcome outcome = partition.outcome(UUID.fromString(command));
            said.add(Json.object().put("line", line).set("outcome", described(outcome)));
        }
    }

    /** Words are for people and may be put better; what a client decides by must stay. */
    private static JsonNode described(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied applied -> Json.object().put("applied", applied.revision());
            case Outcome.Refused refused ->
                Json.object().put("refused", Json.tree(refused.reason()).asText());
        };
    }

    private static void facts(TestPartition partition, int line, List<JsonNode> said) {
        for (Topic topic : Topic.values()) {
            for (TestRecord<String, byte[]> record : partition.records(topic)) {
                ObjectNode fact = Json.object()
                        .put("line", line)
                        .put("topic", topic.topicName())
                        .put("key", record.key());
                String type = RecordHeaders.text(record.headers(), RecordHeaders.EVENT_TYPE);
                if (type != null) {
                    fact.put("type", type);
                }
                fact.set("value", record.value() == null ? null : elsewhere(Json.read(record.value(), JsonNode.class)));
                said.add(fact);
            }
        }
    }

    private static JsonNode elsewhere(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ELSEWHERE.stream().filter(object::has).forEach(field -> object.put(field, "*"));
            // The parser's words about what it cannot read.
            if (object.path("kind").asText().equals("record")) {
                object.put("reason", "*");
            }
        }
        return value;
    }

    /** Where the two differ; null if they do not. A later version may say more, and nothing else. */
    private static String difference(String path, JsonNode before, JsonNode now) {
        if (before.isObject() && now.isObject()) {
            for (Map.Entry<String, JsonNode> field : before.properties()) {
                String at = path + "/" + field.getKey();
                String found = now.has(field.getKey())
                        ? difference(at, field.getValue(), now.get(field.getKey()))
                        : at + " is missing";
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        if (before.isArray() && now.isArray() && before.size() == now.size()) {
            for (int i = 0; i < before.size(); i++) {
                String found = difference(path + "/" + i, before.get(i), now.get(i));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        return before.equals(now) ? null : path + ": " + before + " was recorded, and now it is " + now;
    }

    private static Topic topic(String name) {
        for (Topic topic : Topic.values()) {
            if (topic.topicName().equals(name)) {
                return topic;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static List<JsonNode> lines(String file) throws IOException {
        try (InputStream in = RecordedLogTest.class.getResourceAsStream(FOLDER + file)) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> Json.read(line.getBytes(UTF_8), JsonNode.class))
                    .toList();
        }
    }
}
