package dev.tactus.api;

import dev.tactus.api.http.ApiKey;
import dev.tactus.api.http.Caller;
import dev.tactus.api.http.Role;
import dev.tactus.contracts.topic.Partitions;
import io.helidon.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an API instance runs.
 *
 * @param port 0 takes a free one
 * @param kafka client settings, with {@code bootstrap.servers}
 * @param partitions of every keyed topic
 * @param replicationFactor of topics that have yet to be created; -1 takes the broker's default
 * @param keys who may call
 * @param keyset the Tink keyset, in JSON, that encrypts secrets
 * @param outbound which URLs may be registered
 * @param processors where the processors are; null in one JVM with them
 * @param metrics where metrics are told to whoever asks; null for nowhere
 */
public record ApiSettings(
        String host,
        int port,
        Map<String, String> kafka,
        Partitions partitions,
        short replicationFactor,
        List<ApiKey> keys,
        String keyset,
        Limits limits,
        Outbound outbound,
        @Nullable Processors processors,
        @Nullable Listener metrics) {

    public ApiSettings {
        kafka = Map.copyOf(kafka);
        keys = List.copyOf(keys);
        if (!kafka.containsKey("bootstrap.servers")) {
            throw new IllegalArgumentException("`kafka.bootstrap.servers` is missing: say where Kafka listens");
        }
    }

    /**
     * @param maxBodyBytes of a request
     * @param maxParamsBytes of {@code params} as JSON
     * @param commandTimeout from a command's send to its outcome; then 504
     * @param readTimeout of a read, tried again while a partition moves; then 503
     */
    public record Limits(int maxBodyBytes, int maxParamsBytes, Duration commandTimeout, Duration readTimeout) {
        public static final Limits DEFAULT =
                new Limits(256 * 1024, 64 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(5));

        static Limits from(Config api) {
            return new Limits(
                    api.get("max-body-bytes").asInt().orElse(DEFAULT.maxBodyBytes),
                    api.get("max-params-bytes").asInt().orElse(DEFAULT.maxParamsBytes),
                    api.get("command-timeout").as(Duration.class).orElse(DEFAULT.commandTimeout),
                    api.get("read-timeout").as(Duration.class).orElse(DEFAULT.readTimeout));
        }
    }

    /**
     * @param allowHttp whether {@code http} is taken beside {@code https}
     * @param allowedNetworks CIDR ranges that may be called although they are private or otherwise special
     */
    public record Outbound(boolean allowHttp, List<String> allowedNetworks) {
        public static final Outbound STRICT = new Outbound(false, List.of());

        static Outbound from(Config outbound) {
            return new Outbound(
                    outbound.get("allow-http").asBoolean().orElse(false),
                    outbound.get("allowed-networks").asList(String.class).orElse(List.of()));
        }
    }

    /**
     * @param seeds {@code host:port} of processors' internal ports; any of them tells where the others are
     * @param token shared by all services
     */
    public record Processors(List<String> seeds, String token) {
        @Override
        public String toString() {
            return "Processors" + seeds;
        }
    }

    /** @param port 0 takes a free one */
    public record Listener(String host, int port) {}

    /**
     * Reads {@code api.*}, {@code kafka.*} (client settings by their Kafka names, {@code kafka.partitions} and {@code
     * kafka.replication-factor}), {@code secrets.keyset} or {@code secrets.keyset-file}, {@code outbound.*}, {@code
     * processors.seeds}, and {@code internal.token} or {@code internal.token-file}.
     *
     * @throws IllegalArgumentException with the key and the remedy
     */
    public static ApiSettings from(Config config) {
        Config kafka = config.get("kafka");
        Map<String, String> clients = new TreeMap<>(kafka.detach().asMap().orElse(Map.of()));
        clients.remove("partitions");
        clients.remove("replication-factor");
        Config api = config.get("api");
        String keyset = fileOr(config.get("secrets"), "keyset");
        if (keyset == null) {
            throw new IllegalArgumentException("`secrets.keyset` is missing: set it, or `secrets.keyset-file`,"
                    + " to a Tink keyset in JSON, the same for all services");
        }
        return new ApiSettings(
                api.get("host").asString().orElse("127.0.0.1"),
                api.get("port").asInt().orElse(8080),
                clients,
                new Partitions(kafka.get("partitions").asInt().orElse(24)),
                kafka.get("replication-factor").asInt().orElse(-1).shortValue(),
                api.get("keys").asNodeList().orElse(List.of()).stream()
                        .map(ApiSettings::key)
                        .toList(),
                keyset,
                Limits.from(api),
                Outbound.from(config.get("outbound")),
                processors(config),
                metrics(api));
    }

    private static @Nullable Listener metrics(Config api) {
        Integer port = api.get("metrics-port").asInt().asOptional().orElse(null);
        return port == null
                ? null
                : new Listener(api.get("metrics-host").asString().orElse("127.0.0.1"), port);
    }

    private static ApiKey key(Config key) {
        String label = required(key, "label");
        Role role;
        try {
            role = Role.valueOf(required(key, "role").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the role of key '" + label + "' must be admin, write or read", e);
        }
        Caller caller = new Caller(required(key, "tenant"), label, role);
        String plain = key.get("key").asString().orElse(null);
        return plain == null ? new ApiKey(caller, required(key, "sha256")) : ApiKey.ofPlain(caller, plain);
    }

    private static @Nullable Processors processors(Config config) {
        List<String> seeds = config.get("processors.seeds").asList(String.class).orElse(List.of());
        if (seeds.isEmpty()) {
            return null;
        }
        String token = fileOr(config.get("internal"), "token");
        if (token == null) {
            throw new IllegalArgumentException("`internal.token` is missing: set it, or `internal.token-file`, to the"
                    + " same secret for all services");
        }
        return new Processors(seeds, token);
    }

    private static String required(Config node, String name) {
        return node.get(name)
                .asString()
                .orElseThrow(() -> new IllegalArgumentException("`" + node.key() + "." + name + "` is missing"));
    }

    private static @Nullable String fileOr(Config node, String name) {
        String file = node.get(name + "-file").asString().orElse(null);
        if (file == null) {
            return node.get(name).asString().orElse(null);
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read `" + node.key() + "." + name + "-file` " + file, e);
        }
    }

    /** Without the keyset and the client settings, which may hold a password. */
    @Override
    public String toString() {
        return "ApiSettings[" + host + ":" + port + ", " + partitions + ", " + keys + "]";
    }
}
