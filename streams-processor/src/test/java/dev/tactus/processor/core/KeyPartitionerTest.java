package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.registry.WebhookCommand;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyPartitionerTest {
    private static final Instant NOW = Instant.parse("2027-01-10T10:00:00Z");
    private static final UUID ID = Ids.random(NOW, 6);
    private static final int OWNER = new Partitions(4).ofTenant("acme");

    @Test
    void anIdTellsItsPartition() {
        assertThat(partitions(new EntityKey("acme", ID).toString())).containsExactly(2);
    }

    @Test
    void whatIsRegisteredIsWhereItsTenantIs() {
        assertThat(partitions("acme/workflow/echo")).containsExactly(OWNER);
        assertThat(partitions(Webhook.key("acme", ID))).containsExactly(OWNER);
        assertThat(partitions(new WebhookCommand.Disable("acme", ID, "gone", NOW).key()))
                .containsExactly(OWNER);
    }

    @Test
    void aCopyGoesEverywhereElse() {
        assertThat(partitions(new WebhookCommand.Copy("acme", ID, null).key()))
                .hasSize(3)
                .doesNotContain(OWNER);
        assertThat(WebhookCommand.Copy.isKey("acme/workflow/webhook-copy/x")).isFalse();
    }

    private static Set<Integer> partitions(String key) {
        return new KeyPartitioner()
                .partitions("any", key.getBytes(StandardCharsets.UTF_8), new byte[0], 4)
                .orElseThrow();
    }
}
