package dev.tactus.testkit;

import java.util.Locale;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The one place that tests get a broker from.
 *
 * <ul>
 *   <li>By default: one embedded broker for this JVM, started on first use, in a temporary folder.
 *   <li>With the system property {@code kafka.bootstrap=host:port}: an external one. It should have
 *       {@code transaction.abort.timed.out.transaction.cleanup.interval.ms=500}.
 *   <li>With the system property {@code kafka=testcontainers}: a container, where a container engine runs.
 * </ul>
 *
 * <p>Topic names are fixed, so tests that share this broker share its topics: each works in a tenant of its own. A test
 * that needs a cluster to itself takes {@link #fresh()}.
 */
public final class TestBroker {
    private static final String IMAGE = "apache/kafka:4.3.1";

    private TestBroker() {}

    /** Where to connect. The first call starts the broker, which stops when the JVM exits. */
    public static String bootstrapServers() {
        return Shared.BOOTSTRAP;
    }

    /** Starts an embedded broker of its own in a temporary folder; the caller closes it. */
    public static PrivateBroker fresh() {
        return PrivateBroker.start();
    }

    /** Started once, by the class loader. */
    private static final class Shared {
        static final String BOOTSTRAP = start();
    }

    @SuppressWarnings("resource") // Lives as long as this JVM: closed by the shutdown hook.
    private static String start() {
        String external = property("kafka.bootstrap");
        if (!external.isEmpty()) {
            return external;
        }
        String kind = property("kafka").toLowerCase(Locale.ROOT);
        return switch (kind) {
            case "", "embedded" -> {
                PrivateBroker broker = PrivateBroker.start();
                Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close-test-broker"));
                yield broker.bootstrapServers();
            }
            case "testcontainers" -> startContainer();
            default ->
                throw new IllegalArgumentException(
                        "-Dkafka=" + kind + " is unknown. Use embedded (the default) or testcontainers, or"
                                + " -Dkafka.bootstrap=host:port for an external broker.");
        };
    }

    @SuppressWarnings("resource") // Testcontainers removes it when this JVM ends.
    private static String startContainer() {
        KafkaContainer container = new KafkaContainer(IMAGE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
                .withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "500");
        container.start();
        return container.getBootstrapServers();
    }

    /** A property's value; empty when it is unset, also when the build passed its placeholder on as it was. */
    private static String property(String name) {
        String value = System.getProperty(name, "").strip();
        return value.startsWith("${") ? "" : value;
    }
}
