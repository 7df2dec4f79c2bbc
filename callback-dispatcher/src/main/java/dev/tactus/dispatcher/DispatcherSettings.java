package dev.tactus.dispatcher;

import dev.tactus.contracts.topic.Partitions;
import io.helidon.config.Config;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
 * @param healthPort where health is told; null for nowhere, 0 for any free port
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
        @Nullable Integer healthPort) {

    public static final String GROUP = "tactus-dispatcher";

    private static final Duration DELIVERY_DEADLINE = Duration.ofSeconds(15);
    private static final Duration LEASE_RENEWAL = Duration.ofSeconds(10);

    /**
     * @param running calls at once, in all
     * @param perHost calls at once to one host
     * @param held taken over and not ended, running or waiting; beyond it nothing more is taken over
     */
    public record Bounds(int running, int perHost, int held) {
        public Bounds {
            if (running < 1 || perHost < 1 || held < 1) {
                throw new IllegalArgumentException(
                        "bounds must be 1 or more: " + running + ", " + perHost + ", " + held);
            }
        }
    }

    public static final Bounds LAUNCHES = new Bounds(1_000, 128, 4_000);
    public static final Bounds DELIVERIES = new Bounds(1_000, 64, 4_000);

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
                null);
    }

    /**
     * Reads {@code kafka.*} (client settings by their Kafka names, besides {@code partitions} and {@code
     * replication-factor}), {@code secrets.keyset}, {@code outbound.allowed-networks} and {@code dispatcher.*}.
     */
    public static DispatcherSettings from(Config config) {
        Map<String, String> kafka =
                new HashMap<>(config.get("kafka").detach().asMap().orElse(Map.of()));
        int partitions =
                Integer.parseInt(Optional.ofNullable(kafka.remove("partitions")).orElse("24"));
        short replication = Short.parseShort(
                Optional.ofNullable(kafka.remove("replication-factor")).orElse("-1"));
        Config dispatcher = config.get("dispatcher");
        return new DispatcherSettings(
                Map.copyOf(kafka),
                new Partitions(partitions),
                replication,
                dispatcher.get("group").asString().orElse(GROUP),
                dispatcher.get("instance").asString().orElseGet(() -> "dispatcher-" + UUID.randomUUID()),
                config.get("secrets.keyset").asString().get(),
                config.get("outbound.allowed-networks").asList(String.class).orElse(List.of()),
                bounds(dispatcher.get("launches"), LAUNCHES),
                bounds(dispatcher.get("deliveries"), DELIVERIES),
                dispatcher.get("delivery-deadline").as(Duration.class).orElse(DELIVERY_DEADLINE),
                dispatcher.get("lease-renewal").as(Duration.class).orElse(LEASE_RENEWAL),
                dispatcher.get("health-port").asInt().asOptional().orElse(null));
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
