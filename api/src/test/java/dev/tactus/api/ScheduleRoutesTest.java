package dev.tactus.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.secret.SecretBox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScheduleRoutesTest {
    private static final String MINUTELY = "{\"workflow\": \"echo\", \"params\": {}, \"cron_expr\": \"* * * * *\"}";

    private final RunningApi api = new RunningApi();
    private final Client client = api.client("write-key");

    @BeforeEach
    void registerAWorkflow() {
        assertThat(client.post("workflows/create", "{\"name\": \"echo\", \"runner\": {\"type\": \"echo\"}}")
                        .status())
                .isEqualTo(200);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aScheduleHasTheContractsDefaults() {
        Client.Answer created = client.post("schedules/create", MINUTELY);
        assertThat(created.status()).isEqualTo(200);
        assertThat(created.body().path("success").asBoolean()).isTrue();
        JsonNode schedule = created.body().path("schedule");
        assertThat(schedule.path("timezone").asText()).isEqualTo("UTC");
        assertThat(schedule.path("timeout_seconds").asInt()).isEqualTo(900);
        assertThat(schedule.path("skip_callbacks").asBoolean()).isFalse();
        assertThat(schedule.path("enabled").asBoolean()).isTrue();
        assertThat(schedule.path("overlap").asText()).isEqualTo("allow");
        assertThat(schedule.path("catch_up").asText()).isEqualTo("latest");
        assertThat(schedule.path("revision").asInt()).isEqualTo(1);
        for (String nullable : List.of("callback_url", "last_fire_at", "last_job_id", "last_error")) {
            assertThat(schedule.has(nullable)).as(nullable).isTrue();
            assertThat(schedule.path(nullable).isNull()).as(nullable).isTrue();
        }
        assertThat(schedule.toString()).doesNotContain("secret");
        String id = schedule.path("id").asText();
        assertThat(get(id)).isEqualTo(schedule);
    }

    @Test
    void aWrappedRequestIsAnsweredWrapped() {
        Client.Answer created = client.post("schedules/create", "{\"json\": " + MINUTELY + "}");
        String id = created.body().path("json").path("schedule").path("id").asText();
        assertThat(client.post("schedules/get", "{\"json\": {\"id\": \"" + id + "\"}}")
                        .body()
                        .path("json")
                        .path("schedule")
                        .path("id")
                        .asText())
                .isEqualTo(id);
        assertThat(client.post("schedules/get", "{\"json\": {\"id\": 7}}")
                        .body()
                        .path("json")
                        .path("code")
                        .asText())
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void aSecretReachesKafkaOnlyAsCiphertextBoundToItsSchedule() {
        String secret = "swordfish-swordfish";
        String id = create("""
                {"workflow": "echo", "params": {}, "cron_expr": "@hourly", "callback_url": "https://example.com/h",
                 "callback_secret": "%s"}""".formatted(secret));
        var record = api.producer.history().getLast();
        assertThat(new String(record.value(), StandardCharsets.UTF_8)).doesNotContain(secret);
        record.headers()
                .forEach(header -> assertThat(new String(header.value(), StandardCharsets.UTF_8))
                        .doesNotContain(secret));
        ScheduleDefinition definition = Json.read(record.value(), ScheduleDefinition.class);
        assertThat(SecretBox.of(RunningApi.KEYSET).decrypt(definition.callbackSecret(), "acme/" + id + "/callback"))
                .isEqualTo(secret);
    }

    @Test
    void listsNewestFirstPageByPage() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(create(MINUTELY));
        }
        Collections.sort(ids, Collections.reverseOrder());
        List<String> listed = new ArrayList<>();
        String cursor = "null";
        do {
            JsonNode page = client.post("schedules/list", "{\"limit\": 3, \"cursor\": " + cursor + "}")
                    .body();
            page.path("schedules")
                    .forEach(schedule -> listed.add(schedule.path("id").asText()));
            cursor = page.get("next_cursor").toString();
        } while (!cursor.equals("null"));
        assertThat(listed).isEqualTo(ids);
    }

    @Test
    void aFilterThatMatchesNothingGivesAnEmptyList() {
        create(MINUTELY);
        JsonNode page = client.post("schedules/list", "{\"workflow\": \"nobody-has-it\"}")
                .body();
        assertThat(page.path("schedules")).isEmpty();
        assertThat(page.path("schedules").isArray()).isTrue();
        assertThat(client.post("schedules/list", "{\"labels\": {\"team\": \"x\"}}")
                        .body()
                        .path("schedules"))
                .isEmpty();
    }

    @Test
    void anUpdateNamesWhatItChangesAndOnWhatItIsBased() {
        String id = create(MINUTELY);
        Client.Answer updated =
                client.post("schedules/update", "{\"id\": \"" + id + "\", \"timezone\": \"Europe/Berlin\"}");
        assertThat(updated.body().path("schedule").path("timezone").asText()).isEqualTo("Europe/Berlin");
        assertThat(updated.body().path("schedule").path("cron_expr").asText()).isEqualTo("* * * * *");
        CommandHeaders headers =
                CommandHeaders.read(api.producer.history().getLast().headers());
        assertThat(headers.baseRevision()).isEqualTo(1);
        assertThat(headers.changed()).containsExactly("timezone");
        assertThat(headers.actor()).isEqualTo("writer");
    }

    @Test
    void anUpdateOfNothingSendsNothing() {
        String id = create(MINUTELY);
        int sent = api.producer.history().size();
        assertThat(client.post("schedules/update", "{\"id\": \"" + id + "\"}").status())
                .isEqualTo(200);
        assertThat(api.producer.history()).hasSize(sent);
    }

    @Test
    void aNewKindOfTimingTakesThePlaceOfTheOld() {
        String id = create(MINUTELY);
        JsonNode schedule = client.post("schedules/update", "{\"id\": \"" + id + "\", \"every_seconds\": 90}")
                .body()
                .path("schedule");
        assertThat(schedule.path("every_seconds").asInt()).isEqualTo(90);
        assertThat(schedule.path("cron_expr").isNull()).isTrue();
    }

    @Test
    void aStaleIfMatchIsRefused() {
        String id = create(MINUTELY);
        String disable = "{\"id\": \"" + id + "\", \"enabled\": false}";
        assertThat(client.post("schedules/update", disable, "If-Match", "\"1\"").status())
                .isEqualTo(200);
        assertThat(client.post("schedules/update", disable, "If-Match", "1").code())
                .isEqualTo("CONFLICT");
        assertThat(client.post("schedules/update", disable, "If-Match", "2").status())
                .isEqualTo(200);
        assertThat(client.post("schedules/update", disable, "If-Match", "two").code())
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void theCallbackIsClearedAndChangedAsTheContractSays() {
        String id = create(MINUTELY);
        String update = "{\"id\": \"" + id + "\", %s}";
        String url = "\"callback_url\": \"https://example.com/%s\"";
        assertThat(issuePaths(client.post("schedules/update", update.formatted(url.formatted("a")))))
                .containsExactly("callback_secret");
        assertThat(issuePaths(client.post("schedules/update", update.formatted("\"callback_secret\": \"s\""))))
                .containsExactly("callback_url");
        assertThat(client.post(
                                "schedules/update",
                                update.formatted(url.formatted("a") + ", \"callback_secret\": \"s\""))
                        .status())
                .isEqualTo(200);
        ScheduleDefinition first = Json.read(api.producer.history().getLast().value(), ScheduleDefinition.class);
        assertThat(client.post("schedules/update", update.formatted(url.formatted("b")))
                        .status())
                .isEqualTo(200);
        ScheduleDefinition second = Json.read(api.producer.history().getLast().value(), ScheduleDefinition.class);
        assertThat(second.callbackUrl()).isEqualTo("https://example.com/b");
        assertThat(second.callbackSecret()).isEqualTo(first.callbackSecret());
        assertThat(issuePaths(client.post("schedules/update", update.formatted("\"callback_url\": null"))))
                .containsExactly("callback_url");
        assertThat(issuePaths(client.post("schedules/update", update.formatted("\"callback_secret\": null"))))
                .containsExactly("callback_secret");
        Client.Answer cleared =
                client.post("schedules/update", update.formatted("\"callback_url\": null, \"callback_secret\": null"));
        assertThat(cleared.body().path("schedule").path("callback_url").isNull())
                .isTrue();
    }

    @Test
    void aSecondDeleteIsNotFound() {
        String id = create(MINUTELY);
        String body = "{\"id\": \"" + id + "\"}";
        Client.Answer deleted = client.post("schedules/delete", body);
        assertThat(deleted.body().path("success").asBoolean()).isTrue();
        assertThat(deleted.body().path("id").asText()).isEqualTo(id);
        assertThat(client.post("schedules/delete", body).code()).isEqualTo("NOT_FOUND");
        assertThat(client.post("schedules/get", body).code()).isEqualTo("NOT_FOUND");
        assertThat(client.post("schedules/update", body).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void anotherTenantFindsNothing() {
        String id = create(MINUTELY);
        Client other = api.client("other-key");
        for (String route : List.of("get", "update", "delete")) {
            assertThat(other.post("schedules/" + route, "{\"id\": \"" + id + "\"}")
                            .status())
                    .as(route)
                    .isEqualTo(404);
        }
        assertThat(other.post("schedules/list", "{}").body().path("schedules")).isEmpty();
        assertThat(other.post("schedules/create", MINUTELY).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void theSameIdempotencyKeyGivesTheFirstAnswer() {
        Client.Answer first = client.post("schedules/create", MINUTELY, "Idempotency-Key", "k1");
        String reordered = "{\"cron_expr\": \"* * * * *\", \"params\": {}, \"workflow\": \"echo\"}";
        assertThat(client.post("schedules/create", reordered, "Idempotency-Key", "k1")
                        .body())
                .isEqualTo(first.body());
        assertThat(client.post("schedules/%63reate", MINUTELY, "Idempotency-Key", "k1")
                        .body())
                .as("the same route")
                .isEqualTo(first.body());
        assertThat(client.post("schedules/create", MINUTELY.replace("* * * * *", "@hourly"), "Idempotency-Key", "k1")
                        .code())
                .isEqualTo("CONFLICT");
        assertThat(client.post("schedules/create", MINUTELY, "Idempotency-Key", "k2")
                        .body())
                .isNotEqualTo(first.body());
    }

    private String create(String body) {
        Client.Answer created = client.post("schedules/create", body);
        assertThat(created.status()).as(String.valueOf(created.body())).isEqualTo(200);
        return created.body().path("schedule").path("id").asText();
    }

    private JsonNode get(String id) {
        return client.post("schedules/get", "{\"id\": \"" + id + "\"}").body().path("schedule");
    }

    private static List<String> issuePaths(Client.Answer answer) {
        List<String> paths = new ArrayList<>();
        answer.body()
                .path("data")
                .path("issues")
                .forEach(issue -> paths.add(issue.path("path").path(0).asText()));
        return paths;
    }
}
