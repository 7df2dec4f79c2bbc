package dev.tactus.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.contracts.topic.Partitions;
import dev.tactus.dispatcher.DispatcherSettings.Bounds;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherSettingsTest {
    private static final Map<String, String> LEAST =
            Map.of("kafka.bootstrap.servers", "localhost:9092", "secrets.keyset", "the keyset");

    @TempDir
    Path folder;

    @Test
    void hasDefaultsForAllButKafkaAndTheKeyset() {
        DispatcherSettings settings = from(LEAST);
        assertThat(settings.kafka()).containsOnly(Map.entry("bootstrap.servers", "localhost:9092"));
        assertThat(settings.partitions()).isEqualTo(new Partitions(24));
        assertThat(settings.replicationFactor()).isEqualTo((short) -1);
        assertThat(settings.group()).isEqualTo("tactus-dispatcher");
        assertThat(settings.allowedNetworks()).isEmpty();
        assertThat(settings.deliveryDeadline()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.leaseRenewal()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.healthHost()).isEqualTo("127.0.0.1");
        assertThat(settings.healthPort()).isNull();
        assertThat(settings.instance()).isNotEqualTo(from(LEAST).instance());
    }

    @Test
    void readsEveryKey() throws Exception {
        Path keyset = Files.writeString(folder.resolve("keyset.json"), "from a file\n");
        Map<String, String> keys = new HashMap<>(LEAST);
        keys.putAll(Map.of(
                "kafka.partitions", "4",
                "kafka.replication-factor", "3",
                "kafka.security.protocol", "SSL",
                "secrets.keyset-file", keyset.toString(),
                "outbound.allowed-networks.0", "127.0.0.0/8",
                "dispatcher.instance", "one",
                "dispatcher.health-host", "0.0.0.0",
                "dispatcher.health-port", "8082",
                "dispatcher.delivery-deadline", "PT5S",
                "dispatcher.lease-renewal", "PT2S"));
        keys.putAll(Map.of(
                "dispatcher.launches.running", "5",
                "dispatcher.launches.per-host", "6",
                "dispatcher.launches.held", "7",
                "dispatcher.deliveries.per-host", "9"));
        DispatcherSettings settings = from(keys);
        assertThat(settings.partitions()).isEqualTo(new Partitions(4));
        assertThat(settings.replicationFactor()).isEqualTo((short) 3);
        assertThat(settings.kafka()).containsOnlyKeys("bootstrap.servers", "security.protocol");
        assertThat(settings.keyset()).isEqualTo("from a file");
        assertThat(settings.allowedNetworks()).containsExactly("127.0.0.0/8");
        assertThat(settings.instance()).isEqualTo("one");
        assertThat(settings.healthHost()).isEqualTo("0.0.0.0");
        assertThat(settings.healthPort()).isEqualTo(8082);
        assertThat(settings.deliveryDeadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.leaseRenewal()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.launches()).isEqualTo(new Bounds(5, 6, 7));
        assertThat(settings.deliveries())
                .isEqualTo(
                        new Bounds(DispatcherSettings.DELIVERIES.running(), 9, DispatcherSettings.DELIVERIES.held()));
    }

    @ParameterizedTest
    @CsvSource({
        "dispatcher.launches.running, 0, dispatcher.launches",
        "dispatcher.deliveries.held, -1, dispatcher.deliveries",
        "dispatcher.delivery-deadline, PT0S, dispatcher.delivery-deadline",
        "dispatcher.lease-renewal, PT0S, dispatcher.lease-renewal",
        "dispatcher.lease-renewal, PT11S, dispatcher.lease-renewal",
        "kafka.partitions, 0, partitions",
    })
    void namesTheKeyThatIsWrong(String key, String value, String named) {
        Map<String, String> keys = new HashMap<>(LEAST);
        keys.put(key, value);
        assertThatThrownBy(() -> from(keys))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.bootstrap.servers", "secrets.keyset"})
    void namesTheKeyThatIsMissing(String key) {
        Map<String, String> keys = new HashMap<>(LEAST);
        keys.remove(key);
        assertThatThrownBy(() -> from(keys))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }

    @Test
    void refusesToReadWhatWasRolledBack() {
        Map<String, String> keys = new HashMap<>(LEAST);
        keys.put("kafka.isolation.level", "read_uncommitted");
        DispatcherSettings settings = from(keys);
        assertThatThrownBy(() -> new KafkaClients(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kafka.isolation.level is read_uncommitted");
    }

    @Test
    void keepsSecretsOutOfItsText() {
        assertThat(from(LEAST).toString()).doesNotContain("the keyset").doesNotContain("9092");
    }

    private static DispatcherSettings from(Map<String, String> keys) {
        return DispatcherSettings.from(Config.builder()
                .sources(ConfigSources.create(keys))
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .build());
    }
}
