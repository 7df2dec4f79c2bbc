package dev.tactus.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.secret.JobTokens;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobAndWorkflowRoutesTest {
    private final RunningApi api = new RunningApi();
    private final Client client = api.client("write-key");

    @BeforeEach
    void registerAWorkflow() {
        client.post("workflows/create", "{\"name\": \"echo\", \"runner\": {\"type\": \"echo\"}}");
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aJobIsCreatedListedReadAndFinishedOnce() {
        JsonNode created = client.post("jobs/create", "{\"workflow\": \"echo\", \"params\": {\"a\": 1}}")
                .body();
        assertThat(created.path("success").asBoolean()).isTrue();
        assertThat(created.path("message").asText()).isNotBlank();
        String id = created.path("job_id").asText();
        JsonNode listed = client.post("jobs/list", "{\"status\": \"running\"}").body();
        assertThat(listed.path("jobs").path(0).path("job_id").asText()).isEqualTo(id);
        assertThat(listed.path("jobs").path(0).properties())
                .extracting(entry -> entry.getKey())
                .containsExactly(
                        "job_id", "deployment_id", "workflow_id", "workflow", "status", "created_at", "completed_at");
        assertThat(listed.path("next_cursor").isNull()).isTrue();

        String complete = "{\"id\": \"" + id + "\", \"result\": {\"sum\": 3}}";
        assertThat(client.post("jobs/heartbeat", "{\"id\": \"" + id + "\"}").status())
                .isEqualTo(200);
        assertThat(client.post("jobs/complete", complete).status()).isEqualTo(200);
        assertThat(client.post("jobs/complete", complete).code()).isEqualTo("CONFLICT");
        assertThat(client.post("jobs/fail", "{\"id\": \"" + id + "\", \"error\": \"late\"}")
                        .code())
                .isEqualTo("CONFLICT");
        assertThat(client.post("jobs/cancel", "{\"id\": \"" + id + "\"}").code())
                .isEqualTo("CONFLICT");

        JsonNode job = client.post("jobs/get", "{\"id\": \"" + id + "\"}").body();
        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.path("result").path("sum").asInt()).isEqualTo(3);
        for (String field : List.of(
                "deployment_version", "params", "started_at", "error", "mapped_stack", "schedule_id", "scheduled_at")) {
            assertThat(job.has(field)).as(field).isTrue();
        }
        assertThat(job.path("attempt").asInt()).isEqualTo(1);
    }

    private Client.Answer byToken(String route, String token, String body) {
        return client.send(client.request(route)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String job() {
        return client.post("jobs/create", "{\"workflow\": \"echo\", \"params\": {}}")
                .body()
                .path("job_id")
                .asText();
    }

    @Test
    void aJobThatIsNotKnownAnyMoreIsNamedWithWhatIsKept() {
        UUID gone = Ids.random(Instant.now());
        Client.Answer answer = client.post("jobs/get", "{\"id\": \"" + gone + "\"}");
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
        assertThat(answer.body().path("message").asText())
                .contains(gone.toString(), "processor.keep-jobs", "processor.keep-jobs-per-schedule", "job-events");
    }

    @Test
    void aWorkerReportsOnItsJobWithTheJobsToken() {
        JobTokens tokens = JobTokens.of(RunningApi.KEYSET);
        String job = job();
        String other = job();
        String token = tokens.token("acme", UUID.fromString(job));
        String heartbeat = "{\"id\": \"" + job + "\"}";
        assertThat(byToken("jobs/heartbeat", token, heartbeat).status()).isEqualTo(200);
        // It is for this job, and for saying what becomes of it.
        assertThat(byToken("jobs/heartbeat", token, "{\"id\": \"" + other + "\"}")
                        .code())
                .isEqualTo("UNAUTHORIZED");
        assertThat(byToken("jobs/heartbeat", token, "{\"id\": 1}").code()).isEqualTo("UNAUTHORIZED");
        assertThat(byToken("jobs/heartbeat", token + "x", heartbeat).code()).isEqualTo("UNAUTHORIZED");
        assertThat(byToken("jobs/heartbeat", tokens.token("other", UUID.fromString(job)), heartbeat)
                        .code())
                .isEqualTo("NOT_FOUND");
        for (String route : List.of("jobs/get", "jobs/cancel")) {
            assertThat(byToken(route, token, heartbeat).code()).as(route).isEqualTo("UNAUTHORIZED");
        }
        assertThat(byToken("schedules/list", token, "{}").code()).isEqualTo("UNAUTHORIZED");

        String complete = "{\"id\": \"" + job + "\", \"result\": 3}";
        assertThat(byToken("jobs/complete", token, complete).status()).isEqualTo(200);
        assertThat(byToken("jobs/complete", token, complete).code()).isEqualTo("CONFLICT");
    }

    @Test
    void aResultThatIsTooLargeIsRefusedAndTheJobGoesOn() {
        String job = job();
        String result = "{\"id\": \"" + job + "\", \"result\": \"%s\"}";
        Client.Answer refused = client.post("jobs/complete", result.formatted("x".repeat(64 * 1024 - 1)));
        assertThat(refused.code()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(refused.body().path("message").asText()).contains("65537 bytes", "at most 65536", "a reference");
        assertThat(client.post("jobs/complete", result.formatted("x".repeat(64 * 1024 - 2)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theSameNonceGivesTheSameJob() {
        String body = "{\"workflow\": \"echo\", \"params\": {}, \"nonce\": \"n-1\"}";
        String first = client.post("jobs/create", body).body().path("job_id").asText();
        assertThat(client.post("jobs/create", body).body().path("job_id").asText())
                .isEqualTo(first);
    }

    @Test
    void aNonceBesideAnIdempotencyKeyIsRefused() {
        String body = "{\"workflow\": \"echo\", \"params\": {}, \"nonce\": \"n-1\"}";
        Client.Answer answer = client.post("jobs/create", body, "Idempotency-Key", "k-1");
        assertThat(answer.status()).isEqualTo(400);
        JsonNode issues = answer.body().path("data").path("issues");
        assertThat(issues).hasSize(1);
        assertThat(issues.path(0).path("path").path(0).asText()).isEqualTo("nonce");
        assertThat(issues.path(0).path("message").asText()).endsWith("send one of them");
        assertThat(client.post("jobs/list", "{}").body().path("jobs")).isEmpty();
        assertThat(client.post("jobs/create", body).status()).isEqualTo(200);
    }

    @Test
    void anotherTenantsJobIsNotFound() {
        String id = client.post("jobs/create", "{\"workflow\": \"echo\", \"params\": {}}")
                .body()
                .path("job_id")
                .asText();
        Client other = api.client("other-key");
        assertThat(other.post("jobs/get", "{\"id\": \"" + id + "\"}").status()).isEqualTo(404);
        assertThat(other.post("jobs/cancel", "{\"id\": \"" + id + "\"}").status())
                .isEqualTo(404);
        assertThat(other.post("jobs/complete", "{\"id\": \"" + id + "\", \"result\": null}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aRunnersSecretIsNeitherStoredPlainNorReturned() {
        String secret = "swordfish-swordfish";
        Client.Answer created = client.post(
                "workflows/create",
                "{\"name\": \"report\", \"runner\": {\"type\": \"http\", \"url\": \"https://example.com/run\", \"secret\": \""
                        + secret + "\"}, \"input_schema\": {\"type\": \"object\"}}");
        assertThat(created.status()).isEqualTo(200);
        assertThat(new String(api.producer.history().getLast().value(), StandardCharsets.UTF_8))
                .doesNotContain(secret);
        JsonNode workflow = client.post("workflows/get", "{\"workflow\": \"report\"}")
                .body()
                .path("workflow");
        assertThat(workflow.path("runner").path("url").asText()).isEqualTo("https://example.com/run");
        assertThat(workflow.path("runner").has("secret")).isFalse();
        assertThat(workflow.path("input_schema").path("type").asText()).isEqualTo("object");
        assertThat(workflow.path("workflow_id").asText()).hasSize(36);
    }

    @Test
    void aWorkflowIsListedUntilItIsDeleted() {
        JsonNode listed = client.post("workflows/list", "{}").body().path("deployed_workflows");
        assertThat(listed).hasSize(1);
        assertThat(listed.path(0).path("name").asText()).isEqualTo("echo");
        assertThat(client.post("workflows/delete", "{\"workflow\": \"echo\"}").status())
                .isEqualTo(200);
        assertThat(client.post("workflows/list", "{}").body().path("deployed_workflows"))
                .isEmpty();
        assertThat(client.post("workflows/delete", "{\"workflow\": \"echo\"}").status())
                .isEqualTo(404);
    }

    @Test
    void aWorkflowWithLiveSchedulesIsOnlyDeletedByForce() {
        String schedule = "{\"workflow\": \"echo\", \"params\": {}, \"cron_expr\": \"0 0 * * *\", \"enabled\": %s}";
        String id = client.post("schedules/create", schedule.formatted(true))
                .body()
                .path("schedule")
                .path("id")
                .asText();
        client.post("schedules/create", schedule.formatted(true));
        client.post("schedules/create", schedule.formatted(false));

        Client.Answer refused = client.post("workflows/delete", "{\"workflow\": \"echo\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("message").asText()).contains("2 enabled schedules", "force: true");
        assertThat(client.post("workflows/list", "{}").body().path("deployed_workflows"))
                .hasSize(1);

        Client.Answer forced = client.post("workflows/delete", "{\"workflow\": \"echo\", \"force\": true}");
        assertThat(forced.body().path("message").asText()).endsWith("2 enabled schedules with it disabled");
        String enabled = "{\"id\": \"" + id + "\", \"enabled\": true}";
        assertThat(client.post("schedules/get", "{\"id\": \"" + id + "\"}")
                        .body()
                        .path("schedule")
                        .path("enabled")
                        .asBoolean(true))
                .isFalse();
        // It could not run.
        assertThat(client.post("schedules/update", enabled).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void aPreviewOfWhatIsNotSavedSaysWhereHIsUnsure() {
        for (String cron : List.of("H * * * *", "0 h(1-5) * * *", "H/15 * * * *")) {
            assertThat(client.post("schedules/preview", "{\"cron_expr\": \"" + cron + "\"}")
                            .body()
                            .path("warnings"))
                    .as(cron)
                    .anySatisfy(warning -> assertThat(warning.asText()).startsWith("H is placed by the schedule's id"));
        }
        for (String cron : List.of("@hourly", "0 9 * MAR THU")) {
            assertThat(client.post("schedules/preview", "{\"cron_expr\": \"" + cron + "\"}")
                            .body()
                            .path("warnings"))
                    .as(cron)
                    .noneSatisfy(warning -> assertThat(warning.asText()).startsWith("H is placed"));
        }
        String id = client.post(
                        "schedules/create", "{\"workflow\": \"echo\", \"params\": {}, \"cron_expr\": \"H * * * *\"}")
                .body()
                .path("schedule")
                .path("id")
                .asText();
        assertThat(client.post("schedules/preview", "{\"id\": \"" + id + "\"}")
                        .body()
                        .path("warnings"))
                .isEmpty();
    }

    @Test
    void aPreviewOfWhatIsNotSavedEndsWithItsLastFire() {
        assertThat(client.post("schedules/preview", "{\"every_seconds\": 90, \"max_fires\": 3}")
                        .body()
                        .path("instants"))
                .hasSize(3);
        assertThat(client.post(
                                "schedules/preview",
                                "{\"every_seconds\": 90, \"max_fires\": 3, \"from\": \"2999-01-01T00:00:00Z\"}")
                        .body()
                        .path("instants"))
                .isEmpty();
    }

    @Test
    void aScheduleIsTriggeredAndPreviewed() {
        String id = client.post(
                        "schedules/create",
                        "{\"workflow\": \"echo\", \"params\": {}, \"cron_expr\": \"30 2 * * *\", \"timezone\": \"Europe/Berlin\","
                                + " \"jitter_seconds\": 60}")
                .body()
                .path("schedule")
                .path("id")
                .asText();
        assertThat(client.post("schedules/trigger", "{\"id\": \"" + id + "\", \"params\": {\"a\": 2}}")
                        .body()
                        .path("job_id")
                        .asText())
                .hasSize(36);
        JsonNode preview = client.post(
                        "schedules/preview",
                        "{\"id\": \"" + id + "\", \"from\": \"2026-03-28T00:00:00Z\", \"count\": 2}")
                .body();
        assertThat(preview.path("instants")).hasSize(2);
        assertThat(preview.path("instants").path(0).path("at").asText()).isEqualTo("2026-03-28T01:30:00.000Z");
        assertThat(preview.path("instants").path(0).path("local").asText()).isEqualTo("2026-03-28T02:30:00");
        assertThat(preview.path("instants").path(0).path("note").asText()).contains("jitter");
        assertThat(preview.path("instants").path(1).path("at").asText()).isEqualTo("2026-03-29T01:00:00.000Z");
        assertThat(preview.path("description").asText()).isNotBlank();
        assertThat(client.post("schedules/preview", "{\"every_seconds\": 90}")
                        .body()
                        .path("instants"))
                .hasSize(10);
    }
}
