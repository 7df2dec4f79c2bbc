package dev.tactus.processor;

import dev.tactus.contracts.topic.Partitions;
import dev.tactus.processor.core.CoreSettings;
import io.helidon.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * How one processor runs.
 *
 * @param kafka properties of every Kafka client, {@code bootstrap.servers} first; a prefix as in {@code producer.} narrows
 *     one to a kind of client, as Kafka Streams has it
 * @param applicationId the consumer group, and the prefix of the state topics; never to be changed once there is state
 * @param instanceId names this instance among the others and stays the same over restarts, so that a restarted one takes
 *     its place back without waiting for the time-out of its former self; null for a nameless one
 * @param partitions of every keyed topic
 * @param replicationFactor of topics that have yet to be created; -1 takes the broker's default
 * @param stateDir where the stores are; the state can be rebuilt from Kafka, but a restart is slower then
 * @param threads stream threads; each has its own transaction
 * @param standbyReplicas copies of each partition's state kept warm on other instances
 * @param groupProtocol {@code classic} or {@code streams}
 * @param acceptableRecoveryLag an instance at most this many records behind may take a partition over at once
 * @param core how its partitions behave
 */
public record ProcessorSettings(
        Map<String, String> kafka,
        String applicationId,
        @Nullable String instanceId,
        Partitions partitions,
        short replicationFactor,
        Path stateDir,
        int threads,
        int standbyReplicas,
        String groupProtocol,
        long acceptableRecoveryLag,
        Timing timing,
        Endpoint endpoint,
        CoreSettings core) {
    public static final String CLASSIC = "classic";

    public ProcessorSettings {
        kafka = Map.copyOf(kafka);
        if (!kafka.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException("`kafka.bootstrap.servers` is missing: say where Kafka listens");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("`processor.threads` must be at least 1, not " + threads);
        }
    }

    /**
     * What a failover costs is decided here: the session time-out, then a rebalance, then the end of the dead owner's
     * transaction.
     *
     * @param sessionTimeout 6 s is the least that a broker allows by default (its {@code group.min.session.timeout.ms})
     * @param transactionTimeout an open transaction of a dead processor blocks its partitions' readers for so long. No
     *     thread commits during a rebalance, so when one takes longer than this, the threads that are alive lose their
     *     tasks, and restore them. A rebalance waits for a member that died without a name until its session times out
     * @param poll how long a turn of a stream thread waits for records; no timer is more exact than this
     * @param commitInterval the longest that a processed record waits for its commit
     * @param probingRebalance how often an instance that was still behind is looked at again
     */
    public record Timing(
            Duration sessionTimeout,
            Duration heartbeat,
            Duration transactionTimeout,
            Duration poll,
            Duration commitInterval,
            Duration probingRebalance) {
        public static final Timing DEFAULT = new Timing(
                Duration.ofSeconds(6),
                // Who is to take over learns of it with a heartbeat.
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(60));

        public Timing {
            if (heartbeat.multipliedBy(3).compareTo(sessionTimeout) > 0) {
                throw new IllegalArgumentException("`processor.heartbeat` must be at most a third of"
                        + " `processor.session-timeout`: one lost heartbeat must not cost the partitions");
            }
            if (sessionTimeout.compareTo(LocalPartitions.STALLED_AFTER.multipliedBy(2)) < 0) {
                throw new IllegalArgumentException(
                        "`processor.session-timeout` must be at least 4 s: an owner that stands still for 2 s"
                                + " stops to answer, and no other may be the owner by then");
            }
        }

        static Timing from(Config config) {
            return new Timing(
                    duration(config, "session-timeout", DEFAULT.sessionTimeout),
                    duration(config, "heartbeat", DEFAULT.heartbeat),
                    duration(config, "transaction-timeout", DEFAULT.transactionTimeout),
                    duration(config, "poll", DEFAULT.poll),
                    duration(config, "commit-interval", DEFAULT.commitInterval),
                    duration(config, "probing-rebalance", DEFAULT.probingRebalance));
        }
    }

    /**
     * Where this processor answers the APIs and the other processors.
     *
     * @param port 0 takes a free one
     * @param advertisedHost how the others reach it; null if they reach it by {@code host}
     * @param advertisedPort 0 for the port it listens on
     * @param token shared by all services; null where nothing is served to other processes
     */
    public record Endpoint(
            String host,
            int port,
            @Nullable String advertisedHost,
            int advertisedPort,
            @Nullable String token) {
        public static final Endpoint LOOPBACK = new Endpoint("127.0.0.1", 0, null, 0, null);

        static Endpoint from(Config config) {
            return new Endpoint(
                    config.get("host").asString().orElse(LOOPBACK.host),
                    config.get("port").asInt().orElse(LOOPBACK.port),
                    config.get("advertised-host").asString().orElse(null),
                    config.get("advertised-port").asInt().orElse(0),
                    token(config));
        }

        private static @Nullable String token(Config config) {
            String file = config.get("token-file").asString().orElse(null);
            if (file == null) {
                return config.get("token").asString().orElse(null);
            }
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read `internal.token-file` " + file, e);
            }
        }

        @Override
        public String toString() {
            return "Endpoint[" + host + ":" + port + "]";
        }
    }

    /**
     * Reads {@code kafka.*} (client properties, and {@code kafka.partitions}, {@code kafka.replication-factor}), {@code
     * processor.*} and {@code internal.*}.
     *
     * @throws IllegalArgumentException with the key and the remedy
     */
    public static ProcessorSettings from(Config config) {
        Config kafka = config.get("kafka");
        Config processor = config.get("processor");
        Map<String, String> clients = new TreeMap<>(kafka.detach().asMap().orElse(Map.of()));
        clients.remove("partitions");
        clients.remove("replication-factor");
        Partitions partitions = new Partitions(kafka.get("partitions").asInt().orElse(24));
        return new ProcessorSettings(
                clients,
                processor.get("application-id").asString().orElse("tactus-processor"),
                processor.get("instance-id").asString().orElse(null),
                partitions,
                kafka.get("replication-factor").asInt().orElse(-1).shortValue(),
                Path.of(processor.get("state-dir").asString().orElse("state")),
                processor.get("threads").asInt().orElse(2),
                processor.get("standby-replicas").asInt().orElse(1),
                processor.get("group-protocol").asString().orElse(CLASSIC),
                processor.get("acceptable-recovery-lag").asLong().orElse(10_000L),
                Timing.from(processor),
                Endpoint.from(config.get("internal")),
                CoreConfig.from(processor, partitions));
    }

    private static Duration duration(Config config, String key, Duration otherwise) {
        return config.get(key).as(Duration.class).orElse(otherwise);
    }

    /** Without the client properties: they may hold passwords. */
    @Override
    public String toString() {
        return "ProcessorSettings[" + applicationId + ", instance " + instanceId + ", " + partitions + ", " + stateDir
                + "]";
    }
}
