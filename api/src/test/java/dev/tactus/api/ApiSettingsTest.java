package dev.tactus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.api.http.ApiKey;
import dev.tactus.api.http.Caller;
import dev.tactus.api.http.Role;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiSettingsTest {
    private static final Map<String, String> FULL = Map.ofEntries(
            Map.entry("api.host", "0.0.0.0"),
            Map.entry("api.port", "9090"),
            Map.entry("api.command-timeout", "PT7S"),
            Map.entry("api.keys.0.label", "ops"),
            Map.entry("api.keys.0.tenant", "acme"),
            Map.entry("api.keys.0.role", "admin"),
            Map.entry("api.keys.0.key", "admin-key"),
            Map.entry("kafka.bootstrap.servers", "kafka:9092"),
            Map.entry("kafka.sasl.mechanism", "PLAIN"),
            Map.entry("kafka.partitions", "12"),
            Map.entry("secrets.keyset", "a keyset"),
            Map.entry("outbound.allowed-networks.0", "10.1.0.0/16"),
            Map.entry("processors.seeds.0", "processor:7000"),
            Map.entry("internal.token", "a token"));

    @Test
    void readsTheConfiguration() {
        ApiSettings settings = settings(FULL);
        assertThat(settings.port()).isEqualTo(9090);
        assertThat(settings.kafka()).isEqualTo(Map.of("bootstrap.servers", "kafka:9092", "sasl.mechanism", "PLAIN"));
        assertThat(settings.partitions().count()).isEqualTo(12);
        assertThat(settings.limits().commandTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.limits().maxBodyBytes()).isEqualTo(256 * 1024);
        assertThat(settings.keys()).containsExactly(ApiKey.ofPlain(new Caller("acme", "ops", Role.ADMIN), "admin-key"));
        assertThat(settings.outbound()).isEqualTo(new ApiSettings.Outbound(false, List.of("10.1.0.0/16")));
        assertThat(settings.processors()).isEqualTo(new ApiSettings.Processors(List.of("processor:7000"), "a token"));
        assertThat(settings.toString()).doesNotContain("admin-key", "a keyset", "a token");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrap.servers, '', kafka.bootstrap.servers",
        "secrets.keyset, '', secrets.keyset",
        "internal.token, '', internal.token",
        "api.keys.0.label, '', label",
        "api.keys.0.role, boss, 'admin, write or read'",
        "api.keys.0.tenant, Acme Inc., tenant",
        "api.keys.0.key, '', sha256",
    })
    void saysWhatIsMissingOrWrong(String key, String value, String said) {
        Map<String, String> config = new HashMap<>(FULL);
        config.remove(key);
        if (!value.isEmpty()) {
            config.put(key, value);
        }
        assertThatThrownBy(() -> settings(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }

    private static ApiSettings settings(Map<String, String> values) {
        return ApiSettings.from(Config.just(ConfigSources.create(values)));
    }
}
