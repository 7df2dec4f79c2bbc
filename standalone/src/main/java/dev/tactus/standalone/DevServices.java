package dev.tactus.standalone;

import dev.tactus.api.ApiService;
import dev.tactus.api.ApiSettings;
import dev.tactus.dispatcher.DispatcherSettings;
import dev.tactus.metrics.Meters;
import dev.tactus.metrics.MetricsPage;
import dev.tactus.processor.ProcessorSettings;
import io.helidon.config.Config;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code dev} runs beside the broker, and what it tells its user. */
final class DevServices {
    static final String TENANT = "dev";
    static final String KEY = "dev-key";

    private final DevFolder folder;
    private final String bootstrapServers;
    private final ProcessorPart processor;
    private final DispatcherPart dispatcher;
    private final ApiPart api;

    DevServices(DevFolder folder, DevSecrets secrets, String bootstrapServers, int port) {
        this.folder = folder;
        this.bootstrapServers = bootstrapServers;
        Map<String, String> settings = settings(folder, secrets, bootstrapServers, port);
        Config config = ConfigFile.of(settings);
        Meters meters = new Meters();
        this.processor = new ProcessorPart(ProcessorSettings.from(config), meters);
        this.dispatcher = new DispatcherPart(
                DispatcherSettings.from(ConfigFile.of(asMember(settings, "dev-dispatcher"))), meters);
        ApiSettings apiSettings = ApiSettings.from(config);
        this.api = new ApiPart(() -> ApiService.with(apiSettings, processor.owners(), meters));
    }

    private static Map<String, String> settings(
            DevFolder folder, DevSecrets secrets, String bootstrapServers, int port) {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        settings.put("kafka.partitions", "4");
        settings.put("kafka.replication-factor", "1");
        settings.put("processor.state-dir", folder.state().toString());
        settings.put("processor.instance-id", "dev");
        settings.put("processor.standby-replicas", "0");
        settings.put("dispatcher.instance", "dev");
        settings.put("secrets.keyset", secrets.keyset());
        settings.put("outbound.allow-http", "true");
        settings.put("outbound.allowed-networks.0", "127.0.0.0/8");
        settings.put("outbound.allowed-networks.1", "::1/128");
        settings.put("api.host", "127.0.0.1");
        settings.put("api.port", Integer.toString(port));
        settings.put("api.metrics-host", "127.0.0.1");
        settings.put("api.metrics-port", "0");
        settings.put("api.keys.0.tenant", TENANT);
        settings.put("api.keys.0.label", "dev");
        settings.put("api.keys.0.role", "admin");
        settings.put("api.keys.0.key", KEY);
        return settings;
    }

    /**
     * A static member of its consumer group takes its place back at once after a kill, and need not wait until the group
     * has given its former self up.
     */
    private static Map<String, String> asMember(Map<String, String> settings, String instance) {
        Map<String, String> member = new HashMap<>(settings);
        member.put("kafka.group.instance.id", instance);
        return member;
    }

    List<Service> inStartOrder() {
        return List.of(processor, dispatcher, api);
    }

    /** Where the API listens, once it is started. */
    String apiUrl() {
        return "http://127.0.0.1:" + api.port();
    }

    /** Where the metrics of all of them are told, once started. */
    private String metricsUrl() {
        return "http://127.0.0.1:" + api.metricsPort() + MetricsPage.PATH;
    }

    /** What the user wants to know, with a command to paste. */
    String welcome() {
        return """
                Tactus is ready.

                  API     %1$s (header x-api-key: %2$s)
                  Kafka   %3$s
                  Metrics %6$s
                  Data    %4$s (its log is %5$s)

                A first schedule, every minute:

                  curl -s %1$s/v1/schedules/create -H 'x-api-key: %2$s' -H 'content-type: application/json' \\
                    -d '{"workflow":"echo","params":{"hello":"world"},"cron_expr":"* * * * *"}'

                Ctrl-C stops it; what it knows stays.""".formatted(
                apiUrl(), KEY, bootstrapServers, folder.root(), folder.log().getFileName(), metricsUrl());
    }
}
