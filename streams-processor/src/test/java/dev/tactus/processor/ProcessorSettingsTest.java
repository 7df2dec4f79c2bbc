package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorSettingsTest {
    private static final HostInfo HERE = new HostInfo("10.0.0.7", 8081);

    @Test
    void hasDefaultsForAllButTheBroker() {
        assertThatThrownBy(() -> settings(Map.of())).hasMessageContaining("kafka.bootstrap.servers");

        ProcessorSettings settings = settings(Map.of("kafka.bootstrap.servers", "localhost:9092"));
        assertThat(settings.kafka()).containsExactly(Map.entry("bootstrap.servers", "localhost:9092"));
        assertThat(settings.partitions().count()).isEqualTo(24);
        assertThat(settings.replicationFactor()).isEqualTo((short) -1);
        assertThat(settings.timing()).isEqualTo(ProcessorSettings.Timing.DEFAULT);
        assertThat(settings.instanceId()).isNull();
        assertThat(settings.endpoint().token()).isNull();
    }

    @Test
    void readsWhatTheOperatorSays(@TempDir Path dir) throws Exception {
        Path token = Files.writeString(dir.resolve("token"), "s3cret-token\n");
        ProcessorSettings settings = settings(Map.of(
                "kafka.bootstrap.servers", "kafka:9092",
                "kafka.partitions", "4",
                "kafka.replication-factor", "3",
                "kafka.security.protocol", "SASL_SSL",
                "kafka.sasl.jaas.config", "password=hunter2",
                "processor.instance-id", "processor-a",
                "processor.session-timeout", "PT9S",
                "internal.advertised-host", "processor-a.local",
                "internal.token-file", token.toString()));
        assertThat(settings.kafka()).doesNotContainKeys("partitions", "replication-factor");
        assertThat(settings.kafka()).containsEntry("security.protocol", "SASL_SSL");
        assertThat(settings.partitions().count()).isEqualTo(4);
        assertThat(settings.replicationFactor()).isEqualTo((short) 3);
        assertThat(settings.timing().sessionTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.endpoint().advertisedHost()).isEqualTo("processor-a.local");
        assertThat(settings.endpoint().token()).isEqualTo("s3cret-token");
        assertThat(settings.toString() + settings.endpoint()).doesNotContain("s3cret-token", "hunter2");
    }

    @Test
    void refusesTimesThatDoNotFitTogether() {
        assertThatThrownBy(() -> settings(Map.of(
                        "kafka.bootstrap.servers",
                        "kafka:9092",
                        "processor.session-timeout",
                        "PT3S",
                        "processor.heartbeat",
                        "PT1S")))
                .hasMessageContaining("processor.session-timeout");
        assertThatThrownBy(
                        () -> settings(Map.of("kafka.bootstrap.servers", "kafka:9092", "processor.heartbeat", "PT3S")))
                .hasMessageContaining("processor.heartbeat");
    }

    @Test
    void makesSettingsThatKafkaStreamsTakes() {
        StreamsConfig streams = new StreamsConfig(StreamsSettings.of(
                settings(Map.of(
                        "kafka.bootstrap.servers", "kafka:9092",
                        "kafka.producer.linger.ms", "7",
                        "kafka.isolation.level", "read_uncommitted",
                        "kafka.processing.guarantee", "at_least_once",
                        "processor.instance-id", "a")),
                HERE));
        assertThat(streams.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)).isEqualTo("exactly_once_v2");
        assertThat(streams.getString(StreamsConfig.APPLICATION_SERVER_CONFIG)).isEqualTo("10.0.0.7:8081");

        Map<String, Object> consumer = streams.getMainConsumerConfigs("group", "client", 2);
        assertThat(consumer)
                .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .containsEntry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "a-2")
                .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000")
                .containsEntry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "500");
        assertThat(streams.getRestoreConsumerConfigs("client")).doesNotContainKey("group.instance.id");

        Map<String, Object> producer = new HashMap<>(streams.getProducerConfigs("client"));
        assertThat(producer)
                .containsEntry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "4000")
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, "7")
                .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        int maxBlock = Integer.parseInt((String) producer.get(ProducerConfig.MAX_BLOCK_MS_CONFIG));
        int maxPoll = Integer.parseInt((String) consumer.get(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG));
        assertThat(maxBlock).isLessThan(maxPoll);
    }

    @Test
    void leavesStaticMembershipAwayWhereTheProtocolRefusesIt() {
        Properties streams = StreamsSettings.of(
                settings(Map.of(
                        "kafka.bootstrap.servers", "kafka:9092",
                        "processor.group-protocol", "streams",
                        "processor.instance-id", "a")),
                null);
        assertThat(streams.stringPropertyNames()).noneMatch(key -> key.contains("group.instance.id"));
        assertThat(new StreamsConfig(streams).getString(StreamsConfig.GROUP_PROTOCOL_CONFIG))
                .isEqualTo("streams");
    }

    private static ProcessorSettings settings(Map<String, String> config) {
        return ProcessorSettings.from(Config.builder(ConfigSources.create(config))
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .build());
    }
}
