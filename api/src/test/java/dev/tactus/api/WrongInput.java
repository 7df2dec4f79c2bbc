package dev.tactus.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of wrong input, which can be tried on any running API. */
public final class WrongInput {
    private static final String STRICT = """
            {"name": "strict", "runner": {"type": "echo"}, "input_schema": {"type": "object", "required": ["name"],
             "additionalProperties": false, "properties": {"name": {"type": "string"}, "size": {"minimum": 1}}}}""";

    private WrongInput() {}

    /**
     * One row of the table.
     *
     * @param body wrong in something
     * @param status and code of the answer, as in {@code 400 BAD_REQUEST}
     * @param paths of the issues, dotted
     */
    public record Row(String route, String change, String body, String status, List<String> paths) {
        /** @param ids what stands for {@code $schedule} and {@code $job} */
        public void tryOn(Client client, Map<String, String> ids) {
            Client.Answer answer = client.post(route, substituted(body, ids));
            assertThat(answer.status() + " " + answer.code())
                    .as(String.valueOf(answer.body()))
                    .isEqualTo(status);
            assertThat(answer.body().path("status").asInt()).isEqualTo(answer.status());
            assertThat(answer.body().path("defined").isBoolean()).isTrue();
            assertThat(answer.body().path("message").asText()).isNotBlank();
            List<String> found = new ArrayList<>();
            for (JsonNode issue : answer.body().path("data").path("issues")) {
                List<String> path = new ArrayList<>();
                issue.path("path").forEach(segment -> path.add(segment.asText()));
                found.add(String.join(".", path));
                assertThat(issue.path("code").asText()).isNotBlank();
                assertThat(issue.path("message").asText()).isNotBlank();
            }
            assertThat(found.stream().distinct().toList())
                    .as(String.valueOf(answer.body()))
                    .containsExactlyInAnyOrderElementsOf(paths);
        }

        @Override
        public String toString() {
            return route + " " + change;
        }
    }

    /** Makes what the rows refer to. Call it once per API, and pass on what it returns. */
    public static Map<String, String> prepare(Client client) {
        made(client.post("workflows/create", "{\"name\": \"echo\", \"runner\": {\"type\": \"echo\"}}"));
        made(client.post("workflows/create", STRICT));
        JsonNode schedule = made(client.post(
                "schedules/create", "{\"workflow\": \"echo\", \"params\": {}, \"cron_expr\": \"0 9 * * *\"}"));
        JsonNode job = made(client.post("jobs/create", "{\"workflow\": \"echo\", \"params\": {}}"));
        return Map.of(
                "$schedule", schedule.path("schedule").path("id").asText(),
                "$job", job.path("job_id").asText(),
                "$nobody", "00000000-0000-8000-8000-000000000000");
    }

    public static List<Row> rows() {
        Map<String, JsonNode> bodies = new HashMap<>();
        List<Row> rows = new ArrayList<>();
        for (String line : text().lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int definition = line.indexOf(" := ");
            if (definition > 0) {
                bodies.put(line.substring(0, definition), json(line.substring(definition + 4)));
                continue;
            }
            String[] cells = line.split("\\|", -1);
            if (cells.length != 4 || !bodies.containsKey(cells[0].strip())) {
                throw new IllegalArgumentException("not a row: " + line);
            }
            String route = cells[0].strip();
            String paths = cells[3].strip();
            rows.add(new Row(
                    route,
                    cells[1].strip(),
                    changed(bodies.get(route), json(cells[1])).toString(),
                    cells[2].strip(),
                    paths(paths)));
        }
        return rows;
    }

    /** A space separates paths, but for the one in a label. */
    private static List<String> paths(String cell) {
        return cell.isEmpty() ? List.of() : cell.equals("labels.te am") ? List.of(cell) : List.of(cell.split(" +"));
    }

    private static JsonNode made(Client.Answer answer) {
        assertThat(answer.status()).as(String.valueOf(answer.body())).isEqualTo(200);
        return answer.body();
    }

    private static ObjectNode changed(JsonNode body, JsonNode change) {
        ObjectNode changed = body.deepCopy();
        change.properties().forEach(entry -> {
            if (entry.getValue().asText().equals("~")) {
                changed.remove(entry.getKey());
            } else {
                changed.set(entry.getKey(), entry.getValue());
            }
        });
        return changed;
    }

    private static String substituted(String body, Map<String, String> ids) {
        String result = body;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            result = result.replace(id.getKey(), id.getValue());
        }
        return result;
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static String text() {
        try (InputStream in = WrongInput.class.getResourceAsStream("wrong-input.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
