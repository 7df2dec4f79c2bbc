package dev.tactus.contracts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.registry.Webhook.FormerSecret;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookTest {
    private static final Instant NOW = Instant.parse("2027-01-10T10:00:00Z");
    private static final UUID ID = new UUID(0, 1);
    private static final Webhook ROTATING = new Webhook(
            "acme",
            ID,
            "https://example.org/",
            "current",
            List.of(new FormerSecret("later", NOW.plusSeconds(60)), new FormerSecret("sooner", NOW.plusSeconds(10))),
            null,
            true,
            null,
            3,
            NOW,
            NOW,
            NOW);

    @ParameterizedTest
    @CsvSource({
        "0, current later sooner",
        "9, current later sooner",
        "10, current later",
        "59, current later",
        "60, current",
        "999999, current",
    })
    void formerSecretsSignUntilTheirInstant(int seconds, String signing) {
        assertThat(ROTATING.secretsAt(NOW.plusSeconds(seconds))).containsExactly(signing.split(" "));
    }

    @Test
    void everyCommandKeepsItsKindAsJson() {
        for (RegistryCommand command : List.of(
                new WebhookCommand.Create("acme", ID, "https://example.org/", "s", "d", true),
                new WebhookCommand.Update("acme", ID, new UUID(0, 2), null, "s", 60, null, false),
                new WebhookCommand.Delete("acme", ID),
                new WebhookCommand.Test("acme", ID, new UUID(0, 3)),
                new WebhookCommand.Disable("acme", ID, "why", NOW),
                new WebhookCommand.Failing("acme", ID, NOW, NOW),
                new WebhookCommand.Delivered("acme", ID, NOW),
                new WebhookCommand.Copy("acme", ID, ROTATING),
                new WebhookCommand.Copy("acme", ID, null))) {
            assertThat(Json.read(Json.bytes(command), RegistryCommand.class)).isEqualTo(command);
            assertThat(command.key()).startsWith("acme/").contains(ID.toString());
        }
    }
}
