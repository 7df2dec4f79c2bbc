package dev.tactus.processor.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.registry.Webhook.FormerSecret;
import dev.tactus.processor.core.InMemoryTask;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final Instant NOW = Instant.parse("2027-01-10T10:00:00Z");

    private final InMemoryTask task = new InMemoryTask(NOW);
    private final Endpoints endpoints = new Endpoints(task.task());

    @Test
    void aTaskThatOpensAgainKnowsWhatTheFormerOneKnew() {
        endpoints.put(webhook("acme", 1, true));
        endpoints.put(webhook("acme", 2, false));
        endpoints.put(webhook("acme", 3, true));
        endpoints.put(webhook("acme-2", 4, true));
        endpoints.remove("acme", new UUID(0, 3));

        Endpoints again = new Endpoints(task.task());
        again.restore();
        assertThat(again.of("acme")).containsExactly(webhook("acme", 1, true), webhook("acme", 2, false));
        assertThat(again.active("acme")).containsExactly(webhook("acme", 1, true));
        assertThat(again.active("nobody")).isEmpty();
        assertThat(again.get("acme-2", new UUID(0, 4))).isNotNull();
    }

    private static Webhook webhook(String tenant, int id, boolean active) {
        return new Webhook(
                tenant,
                new UUID(0, id),
                "https://example.org/",
                "ciphertext",
                List.of(new FormerSecret("former", NOW.plusSeconds(60))),
                null,
                active,
                null,
                1,
                NOW,
                NOW,
                NOW);
    }
}
