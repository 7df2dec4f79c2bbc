package dev.tactus.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeliveryOutcome;
import dev.tactus.contracts.delivery.DeliveryView;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.registry.WebhookCommand;
import dev.tactus.contracts.secret.SecretBox;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookRoutesTest {
    private static final String SECRET = "swordfish-swordfish";
    private static final String CREATE =
            "{\"url\": \"https://example.com/hook\", \"signing_secret\": \"" + SECRET + "\"}";

    private final RunningApi api = new RunningApi();
    private final Client client = api.client("write-key");

    @AfterEach
    void close() {
        api.close();
    }

    private String created() {
        Client.Answer answer = client.post("webhooks/create", CREATE);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("success").asBoolean()).isTrue();
        assertThat(answer.body().path("message").asText()).isNotBlank();
        return answer.body().path("webhook_endpoint_id").asText();
    }

    private JsonNode listed() {
        return client.post("webhooks/list", "{}").body().path("webhook_endpoints");
    }

    private <C extends WebhookCommand> C sent(Class<C> type) {
        byte[] value = api.producer.history().getLast().value();
        assertThat(new String(value, StandardCharsets.UTF_8)).doesNotContain(SECRET);
        return type.cast(Json.read(value, RegistryCommand.class));
    }

    @Test
    void aWebhookIsStoredListedChangedAndDeleted() {
        String id = created();
        assertThat(listed()).singleElement().satisfies(webhook -> {
            assertThat(webhook.properties())
                    .extracting(entry -> entry.getKey())
                    .startsWith("webhook_endpoint_id", "url", "description", "active", "created_at", "updated_at");
            assertThat(webhook.path("webhook_endpoint_id").asText()).isEqualTo(id);
            assertThat(webhook.path("url").asText()).isEqualTo("https://example.com/hook");
            assertThat(webhook.path("active").asBoolean()).isTrue();
            assertThat(webhook.toString()).doesNotContain("secret\"", SECRET);
        });
        Client.Answer updated = client.post("webhooks/update", "{\"id\": \"" + id + "\", \"active\": false}");
        assertThat(updated.body().path("message").asText()).contains("not active");
        assertThat(listed().path(0).path("active").asBoolean()).isFalse();
        assertThat(client.post("webhooks/delete", "{\"id\": \"" + id + "\"}").status())
                .isEqualTo(200);
        assertThat(listed()).isEmpty();
        assertThat(client.post("webhooks/delete", "{\"id\": \"" + id + "\"}").status())
                .isEqualTo(404);
    }

    @Test
    void theSecretIsEncryptedForItsWebhookAlone() {
        String id = created();
        WebhookCommand.Create create = sent(WebhookCommand.Create.class);
        String context = Webhook.secretContext("acme", UUID.fromString(id));
        assertThat(SecretBox.of(RunningApi.KEYSET).decrypt(create.secret(), context))
                .isEqualTo(SECRET);
    }

    @Test
    void aNewSecretIsEncryptedTooAndTheFormerOneSignsOn() {
        String id = created();
        Client.Answer rotated = client.post(
                "webhooks/update",
                "{\"id\": \"" + id + "\", \"signing_secret\": \"" + SECRET + "2\", \"secret_overlap_seconds\": 60}");
        assertThat(rotated.body().path("message").asText()).contains("the former secret still signs for 60 s");
        WebhookCommand.Update update = sent(WebhookCommand.Update.class);
        assertThat(update.overlapSeconds()).isEqualTo(60);
        assertThat(update.url()).isNull();
        String context = Webhook.secretContext("acme", UUID.fromString(id));
        assertThat(SecretBox.of(RunningApi.KEYSET).decrypt(update.secret(), context))
                .isEqualTo(SECRET + "2");

        client.post("webhooks/update", "{\"id\": \"" + id + "\", \"signing_secret\": \"" + SECRET + "3\"}");
        assertThat(sent(WebhookCommand.Update.class).overlapSeconds()).isEqualTo(86_400);
    }

    @Test
    void aTestNamesItsDelivery() {
        String id = created();
        JsonNode test = client.post("webhooks/test", "{\"id\": \"" + id + "\"}").body();
        assertThat(sent(WebhookCommand.Test.class).deliveryId())
                .isEqualTo(UUID.fromString(test.path("delivery_id").asText()));
    }

    @Test
    void theSameIdempotencyKeyMakesOneWebhook() {
        String first = client.post("webhooks/create", CREATE, "Idempotency-Key", "k1")
                .body()
                .path("webhook_endpoint_id")
                .asText();
        String again = client.post("webhooks/create", CREATE, "Idempotency-Key", "k1")
                .body()
                .path("webhook_endpoint_id")
                .asText();
        assertThat(again).isEqualTo(first);
        assertThat(listed()).hasSize(1);
    }

    @Test
    void anotherTenantsWebhookIsNotFoundAndAReaderChangesNothing() {
        String id = "{\"id\": \"" + created() + "\"}";
        Client other = api.client("other-key");
        assertThat(other.post("webhooks/test", id).status()).isEqualTo(404);
        assertThat(other.post("webhooks/delete", id).status()).isEqualTo(404);
        assertThat(other.post("webhooks/list", "{}").body().path("webhook_endpoints"))
                .isEmpty();
        Client reader = api.client("read-key");
        assertThat(reader.post("webhooks/delete", id).status()).isEqualTo(403);
        assertThat(reader.post("deliveries/redeliver", id).status()).isEqualTo(403);
        assertThat(reader.post("webhooks/list", "{}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhooks/create      | {}                                                              | url signing_secret",
                "webhooks/create      | {'url':'https://10.0.0.1/','signing_secret':'s'}                | url",
                "webhooks/create      | {'url':'http://example.com/','signing_secret':'s'}              | url",
                "webhooks/create      | {'url':'https://e.org/','signing_secret':''}                    | signing_secret",
                "webhooks/create      | {'url':'https://e.org/','signing_secret':'s','activ':true}      | activ",
                "webhooks/update      | {'active':true}                                                 | id",
                "webhooks/update      | {'id':'$id'}                                                    | -",
                "webhooks/update      | {'id':'$id','url':null}                                         | url",
                "webhooks/update      | {'id':'$id','active':true,'secret_overlap_seconds':5}           | secret_overlap_seconds",
                "webhooks/update      | {'id':'$id','signing_secret':'s','secret_overlap_seconds':604801} | secret_overlap_seconds",
                "webhooks/test        | {'id':'seven'}                                                  | id",
                "deliveries/list      | {'outcome':'lost'}                                              | outcome",
                "deliveries/list      | {'limit':0}                                                     | limit",
                "deliveries/redeliver | {}                                                              | since",
                "deliveries/redeliver | {'webhook_endpoint_id':'$id'}                                   | since",
                "deliveries/redeliver | {'id':'$id','since':'2026-05-17T00:00:00Z'}                     | id",
            })
    void wrongInputIsNamed(String route, String body, String paths) {
        String json = body.replace('\'', '"').replace("$id", "00000000-0000-8000-8000-000000000000");
        Client.Answer answer = client.post(route, json);
        assertThat(answer.status()).as(String.valueOf(answer.body())).isEqualTo(400);
        assertThat(answer.body().path("data").path("issues"))
                .extracting(issue -> issue.path("path").isEmpty()
                        ? "-"
                        : issue.path("path").path(0).asText())
                .contains(paths.split(" "));
    }

    @Test
    void deliveriesAreListedNewestFirstWithACursor() {
        for (int i = 0; i < 5; i++) {
            api.processor.delivered(delivery(i, DeliveryOutcome.DEAD));
        }
        JsonNode page = client.post("deliveries/list", "{\"outcome\": \"dead\", \"limit\": 3}")
                .body();
        assertThat(page.path("deliveries")).hasSize(3);
        assertThat(page.path("deliveries").path(0).properties())
                .extracting(entry -> entry.getKey())
                .containsExactly(
                        "delivery_id",
                        "job_id",
                        "webhook_endpoint_id",
                        "event_type",
                        "url",
                        "outcome",
                        "attempt",
                        "status",
                        "error",
                        "duration_millis",
                        "response",
                        "last_attempt_at",
                        "next_attempt_at",
                        "created_at");
        String cursor = page.path("next_cursor").asText();
        JsonNode rest = client.post("deliveries/list", "{\"limit\": 3, \"cursor\": \"" + cursor + "\"}")
                .body();
        assertThat(rest.path("deliveries")).hasSize(2);
        assertThat(rest.path("next_cursor").isNull()).isTrue();
        assertThat(client.post("deliveries/list", "{\"outcome\": \"delivered\"}")
                        .body()
                        .path("deliveries"))
                .isEmpty();
    }

    @Test
    void deliveriesAreDrivenAgainByIdAndInAllPartitionsByFilter() {
        DeliveryView first = delivery(0, DeliveryOutcome.DEAD);
        api.processor.delivered(first);
        api.processor.delivered(delivery(1, DeliveryOutcome.DEAD));
        api.processor.delivered(delivery(2, DeliveryOutcome.DEAD));
        api.processor.delivered(delivery(3, DeliveryOutcome.DELIVERED));

        String one = "{\"id\": \"" + first.deliveryId() + "\"}";
        assertThat(client.post("deliveries/redeliver", one)
                        .body()
                        .path("redelivered")
                        .asInt())
                .isEqualTo(1);
        assertThat(client.post("deliveries/redeliver", "{\"id\": \"00000000-0000-8000-8000-000000000000\"}")
                        .status())
                .isEqualTo(404);
        JsonNode all = client.post("deliveries/redeliver", "{\"since\": \"2026-05-17T00:00:00Z\"}")
                .body();
        assertThat(all.path("redelivered").asInt()).isEqualTo(3);
        assertThat(all.path("more").asBoolean()).isFalse();
        assertThat(client.post("deliveries/redeliver", "{\"since\": \"2027-05-17T00:00:00Z\"}")
                        .body()
                        .path("redelivered")
                        .asInt())
                .isZero();
    }

    private static DeliveryView delivery(int slot, DeliveryOutcome outcome) {
        Instant at = InMemoryProcessor.NOW.plusSeconds(slot);
        return new DeliveryView(
                Ids.random(at, slot),
                Ids.random(at, slot),
                null,
                "job.completed",
                "https://example.com/",
                outcome,
                8,
                500,
                "the receiver answered 500",
                12L,
                null,
                at,
                null,
                at);
    }
}
