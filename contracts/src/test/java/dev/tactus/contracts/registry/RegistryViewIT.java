package dev.tactus.contracts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.TopicAdmin;
import dev.tactus.testkit.TestBroker;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RegistryViewIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> KAFKA = Map.of("bootstrap.servers", TestBroker.bootstrapServers());

    @BeforeAll
    static void createTopics() {
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(KAFKA))) {
            new TopicAdmin(admin).createAndVerify(new Partitions(4), (short) -1);
        }
    }

    /** The call wakes the reader up at whatever it does at that moment, be it to ask for the topic's partitions. */
    @Test
    void isReadToItsEndHoweverEarlyThatIsAskedFor() {
        for (int i = 0; i < 25; i++) {
            try (RegistryView view = RegistryView.of(KAFKA)) {
                view.start();
                long until = System.nanoTime() + i * 200_000L;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                assertThat(view.workflow("acme", "none", PATIENCE)).isEmpty();
            }
        }
    }
}
