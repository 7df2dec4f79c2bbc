package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.contracts.topic.Partitions;
import dev.tactus.processor.core.CoreSettings;
import dev.tactus.processor.core.RetentionSettings;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreConfigTest {
    private static final Partitions PARTITIONS = new Partitions(4);

    @Test
    void isTheDefaultWhereNothingIsSaid() {
        assertThat(settings(Map.of())).isEqualTo(CoreSettings.defaults(PARTITIONS));
    }

    @Test
    void scalesTheRetryTable() {
        CoreSettings settings = settings(Map.of(
                "late-window", "PT1S",
                "ready-bytes", "1000000",
                "delivery-retries", "PT0.005S, PT0.3S,PT1.8S",
                "delivery-retry-jitter", "0",
                "longest-retry-after", "PT10S",
                "disable-webhook-after", "PT1M",
                "keep-jobs", "PT2H",
                "keep-jobs-per-schedule", "7",
                "keep-deliveries", "PT3H"));
        assertThat(settings.lateWindow()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.readyBytes()).isEqualTo(1_000_000);
        assertThat(settings.deliveryRetries().delays())
                .containsExactly(Duration.ofMillis(5), Duration.ofMillis(300), Duration.ofMillis(1800));
        assertThat(settings.deliveryRetries().delayAfter(2, 7, null)).hasValue(300);
        assertThat(settings.deliveryRetries().delayAfter(4, 7, null)).isEmpty();
        assertThat(settings.deliveryRetries().delayAfter(1, 7, 3600L)).hasValue(10_000);
        assertThat(settings.disableAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.retention()).isEqualTo(new RetentionSettings(Duration.ofHours(2), 7, Duration.ofHours(3)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delivery-retries      | PT5S,soon",
                "delivery-retries      | PT5S,PT0S",
                "delivery-retries      | -PT5S",
                "delivery-retry-jitter | 1",
                "delivery-retry-jitter | -0.1",
                "late-window           | PT0S",
                "ready-bytes           | -1",
                "disable-webhook-after | -PT1H",
                "keep-jobs             | PT0S",
                "keep-jobs-per-schedule | 0",
                "keep-deliveries       | -PT1H",
            })
    void saysWhatIsWrong(String key, String value) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`processor." + key + "`");
    }

    private static CoreSettings settings(Map<String, String> values) {
        return CoreConfig.from(
                Config.builder()
                        .disableEnvironmentVariablesSource()
                        .disableSystemPropertiesSource()
                        .sources(ConfigSources.create(values))
                        .build(),
                PARTITIONS);
    }
}
