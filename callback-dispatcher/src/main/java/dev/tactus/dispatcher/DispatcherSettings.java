package dev.tactus.dispatcher;

import dev.tactus.contracts.topic.Partitions;
import io.helidon.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * What a dispatcher needs to know.
 *
 * @param kafka client settings, with {@code bootstrap.servers}
 * @param partitions of every keyed topic
 * @param replicationFactor of topics that have yet to be created; -1 takes the broker's default
 * @param group the consumer group that all dispatchers share
 * @param instance names this dispatcher in reports
 * @param keyset the Tink keyset, in JSON, that decrypts the secrets
 * @param allowedNetworks CIDR ranges that outbound calls may reach although they are private or otherwise special
 * @param launches bounds on launches
 * @param deliveries bounds on callbacks
 * @param deliveryDeadline for one attempt to deliver, all in all
 * @param leaseRenewal how often a lease is renewed; well below the processor's 30 s
 * @param healthHost where health and metrics are told
 * @param healthPort null for nowhere, 0 for any free port
 */
public record DispatcherSettings(
        Map<String, String> kafka,
        Partitions partitions,
        short replicationFactor,
        String group,
        String instance,
        String keyset,
        List<String> allowedNetworks,
        Bounds launches,
        Bounds deliveries,
        Duration deliveryDeadline,
        Duration leaseRenewal,
        String healthHost,
        @Nullable Integer healthPort) {

    public DispatcherSettings {
        kafka = Map.copyOf(kafka);
        allowedNetworks = List.copyOf(allowedNetworks);
        if (!kafka.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException("`kafka.bootstrap.servers` is missing: say where Kafka listens");
        }
        if (!deliveryDeadline.isPositive()) {
            throw new IllegalArgumentException("`dispatcher.delivery-deadline` must be above zero");
        }
        if (!leaseRenewal.isPositive() || leaseRenewal.compareTo(LEASE_RENEWAL) > 0) {
            throw new IllegalArgumentException("`dispatcher.lease-renewal` must be above zero and at most "
                    + LEASE_RENEWAL.toSeconds() + " s: a lease of 30 s has to survive the loss of a renewal");
        }
    }

    public static final String GROUP = "tactus-dispatcher";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration DELIVERY_DEADLINE = Duration.ofSeconds(15);
    private static final Duration LEASE_RENEWAL = Duration.ofSeconds(10);

    /**
     * @param running calls at once, in all
     * @param perHost calls at once to one host
     * @param held taken over and not ended, running or waiting; at it no more fires, or no more callbacks, are taken over
     */
    public record Bounds(int running, int perHost, int held) {
        public Bounds {
            if (running < 1 || perHost < 1 || held < 1) {
                throw new IllegalArgumentException("`running`, `per-host` and `held` of `dispatcher.launches` and"
                        + " `dispatcher.deliveries` must be 1 or more, not " + running + ", " + perHost + ", " + held);
            }
        }

        /**
         * How many of one tenant may wait for one host, however slow it is: an eighth of what is held, so that a host that
         * does not answer leaves room for the others.
         */
        int maxWaiting() {
            return Math.max(1, held / 8);
        }
    }

    public static final Bounds LAUNCHES = new Bounds(1_000, 128, 2_000);
    public static final Bounds DELIVERIES = new Bounds(1_000, 64, 2_000);

    /** Everything as it is by default. */
    public static DispatcherSettings of(Map<String, String> kafka, Partitions partitions, String keyset) {
        return new DispatcherSettings(
                kafka,
                partitions,
                (short) -1,
                GROUP,
                "dispatcher-" + UUID.randomUUID(),
                keyset,
                List.of(),
                LAUNCHES,
                DELIVERIES,
                DELIVERY_DEADLINE,
                LEASE_RENEWAL,
                LOOPBACK,
                null);
    }

    /**
     * Reads {@code kafka.*} (client settings by their Kafka names, besides {@code partitions} and {@code
     * replication-factor}), {@code secrets.keyset} or {@code secrets.keyset-file}, {@code outbound.allowed-networks}, and
     * {@code dispatcher.*}: {@code group}, {@code instance}, {@code launches} and {@code deliveries} (each {@code
     * running}, {@code per-host}, {@code held}), {@code delivery-deadline}, {@code lease-renewal}, {@code health-host},
     * {@code health-port}.
     *
     * @throws IllegalArgumentException with the key and the remedy
     */
    public static DispatcherSettings from(Config config) {
        Config kafka = config.get("kafka");
        Map<String, String> clients = new TreeMap<>(kafka.detach().asMap().orElse(Map.of()));
        clients.remove("partitions");
        clients.remove("replication-factor");
        Config dispatcher = config.get("dispatcher");
        return new DispatcherSettings(
                clients,
                new Partitions(kafka.get("partitions").asInt().orElse(24)),
                kafka.get("replication-factor").asInt().orElse(-1).shortValue(),
                dispatcher.get("group").asString().orElse(GROUP),
                dispatcher.get("instance").asString().orElseGet(() -> "dispatcher-" + UUID.randomUUID()),
                keyset(config.get("secrets")),
                config.get("outbound.allowed-networks").asList(String.class).orElse(List.of()),
                bounds(dispatcher.get("launches"), LAUNCHES),
                bounds(dispatcher.get("deliveries"), DELIVERIES),
                dispatcher.get("delivery-deadline").as(Duration.class).orElse(DELIVERY_DEADLINE),
                dispatcher.get("lease-renewal").as(Duration.class).orElse(LEASE_RENEWAL),
                dispatcher.get("health-host").asString().orElse(LOOPBACK),
                dispatcher.get("health-port").asInt().asOptional().orElse(null));
    }

    private static String keyset(Config secrets) {
        String file = secrets.get("keyset-file").asString().orElse(null);
        if (file == null) {
            return secrets.get("keyset")
                    .asString()
                    .asOptional()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "`secrets.keyset` is missing: set it, or `secrets.keyset-file`, to a Tink keyset in JSON,"
                                    + " the same for all services"));
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read `secrets.keyset-file` " + file, e);
        }
    }

    private static Bounds bounds(Config config, Bounds byDefault) {
        return new Bounds(
                config.get("running").asInt().orElse(byDefault.running()),
                config.get("per-host").asInt().orElse(byDefault.perHost()),
                config.get("held").asInt().orElse(byDefault.held()));
    }

    /** Without the keyset and the client settings, which may hold a password. */
    @Override
    public String toString() {
        return "DispatcherSettings[instance=" + instance + ", group=" + group + "]";
    }
}
