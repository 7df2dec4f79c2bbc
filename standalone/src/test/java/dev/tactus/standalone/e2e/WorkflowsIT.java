package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Workflows and their schedules, which are in all four partitions of {@code ./tactus dev}. */
class WorkflowsIT extends SharedDev {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void deletingOneDisablesItsSchedulesOnlyByForce() {
        TactusClient client = dev.client();
        deploy("report");
        List<UUID> schedules = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            schedules.add(client.create(schedule("report")));
        }
        UUID other = client.create(schedule("echo"));

        TactusClient.Answer refused = client.post("workflows/delete", named("report"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("message").asText()).contains("40 enabled schedules");

        String message = client.post("workflows/delete", named("report").put("force", true))
                .ok()
                .path("message")
                .asText();
        assertThat(message).contains("40 enabled schedules");
        boolean done = message.endsWith("40 enabled schedules with it disabled");
        if (!done) {
            // A slow machine: the answer did not wait any longer, and says so.
            assertThat(message).endsWith("are still being disabled");
        }
        for (UUID id : schedules) {
            // If it was answered so, whoever reads now sees it.
            JsonNode schedule = done
                    ? client.get(id)
                    : Awaitility.await()
                            .atMost(SOON)
                            .until(
                                    () -> client.get(id),
                                    found -> !found.path("enabled").asBoolean(true));
            assertThat(schedule.path("enabled").asBoolean(true)).isFalse();
            assertThat(schedule.path("last_error").asText()).contains("its workflow 'report' was deleted");
        }
        assertThat(client.get(other).path("enabled").asBoolean()).isTrue();
        ObjectNode enable = TactusClient.id(schedules.getFirst()).put("enabled", true);
        assertThat(client.post("schedules/update", enable).status()).isEqualTo(404);

        deploy("report");
        client.post("schedules/update", enable).ok();
        assertThat(client.post("workflows/delete", named("report"))
                        .body()
                        .path("message")
                        .asText())
                .contains("1 enabled schedule:");
    }

    @Test
    void whatComesAfterTheEndOfAJobIsRefused() {
        TactusClient client = dev.client();
        String job = client.post(
                        "jobs/create", Json.object().put("workflow", "echo").set("params", Json.object()))
                .ok()
                .path("job_id")
                .asText();
        JsonNode done = Awaitility.await()
                .atMost(SOON)
                .until(
                        () -> client.post("jobs/get", Json.object().put("id", job))
                                .ok(),
                        found -> !found.path("completed_at").isNull());
        assertThat(done.path("status").asText()).isEqualTo("completed");
        ObjectNode late = Json.object().put("id", job).put("result", "late");
        assertThat(client.post("jobs/complete", late).status()).isEqualTo(409);
        assertThat(client.post("jobs/complete", late.put("result", "x".repeat(70_000)))
                        .status())
                .isEqualTo(413);
        assertThat(client.post("jobs/cancel", Json.object().put("id", job)).status())
                .isEqualTo(409);
    }

    private static void deploy(String name) {
        dev.client()
                .post(
                        "workflows/create",
                        Json.object()
                                .put("name", name)
                                .set("runner", Json.object().put("type", "echo")))
                .ok();
    }

    private static ObjectNode named(String workflow) {
        return Json.object().put("workflow", workflow);
    }

    private static ObjectNode schedule(String workflow) {
        return named(workflow).put("cron_expr", "0 0 1 1 *").set("params", Json.object());
    }
}
