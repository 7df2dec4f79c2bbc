package dev.tactus.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.utils.Time;

/**
 * What a killed broker leaves in the cluster's metadata: itself, as if it were alive, leading every partition.
 *
 * <p>Started over that, Kafka 4.3.1 loses committed transactions. The transaction coordinator loads at once, and tries to
 * write the markers of those that were committed and not yet marked, which fails until the broker listens. Meanwhile the
 * old registration ends, no partition has a leader, and to the coordinator a partition without a leader is a deleted one:
 * it gives its marker up, and the transaction counts as complete ({@code
 * TransactionMarkerChannelManager.addTxnMarkersToBrokerQueue}). Its records stay invisible for ever, and so does all that
 * is written behind them.
 *
 * <p>So the dead registration is taken out first, by a controller that runs alone. Then nothing has a leader from the
 * start, and the coordinator loads only when everything has one again. It is quicker, too: nobody waits for a dead
 * broker's session to end.
 */
final class KilledBroker {
    /** Kafka's own mark of an orderly stop; it takes the mark away when it starts. */
    private static final String ORDERLY_STOP = ".kafka_cleanshutdown";

    private static final String METADATA = "__cluster_metadata-0";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofMillis(20);

    private KilledBroker() {}

    /** Whether the broker that used this folder last ended without a stop. */
    static boolean in(DataFolder folder) {
        return Files.exists(folder.logs().resolve(METADATA))
                && !Files.exists(folder.logs().resolve(ORDERLY_STOP));
    }

    /** Takes its registration out of the metadata. */
    static void forget(Path logs) {
        int port = LoopbackPorts.pick();
        KafkaRaftServer controller =
                new KafkaRaftServer(new KafkaConfig(BrokerSettings.controllerAlone(logs, port), false), Time.SYSTEM);
        try {
            controller.startup();
            unregister(port);
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    private static void unregister(int controllerPort) {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG,
                LoopbackPorts.HOST + ":" + controllerPort,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG,
                "20");
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try (Admin admin = Admin.create(settings)) {
            while (!unregistered(admin, deadline - System.nanoTime())) {
                Thread.sleep(RETRY_AFTER);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot take the killed broker out of the metadata", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker starts", e);
        }
    }

    private static boolean unregistered(Admin admin, long nanosLeft)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.unregisterBroker(BrokerSettings.NODE_ID).all().get(Math.max(0, nanosLeft), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnsupportedVersionException && nanosLeft > 0) {
                // The controller has not read yet what its metadata supports.
                return false;
            }
            if (e.getCause() instanceof BrokerIdNotRegisteredException) {
                // Killed before it had registered.
                return true;
            }
            throw e;
        }
    }
}
