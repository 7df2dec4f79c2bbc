package dev.tactus.broker;

import java.net.BindException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker with its controller, in this JVM, on loopback only. The data folder is formatted on first start; its
 * cluster id and its data are there after every restart, also when the JVM was killed.
 *
 * <p>It has no security and one replica: it is for development and tests.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** How often a start with picked ports is tried again when another process took one of them in between. */
    private static final int PICKS = 5;

    private final DataFolder folder;
    private final KafkaRaftServer server;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(DataFolder folder, KafkaRaftServer server, int port) {
        this.folder = folder;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it accepts clients.
     *
     * @param dataFolder created if it does not exist; belongs to one broker at a time
     * @param port 1..65535, or 0 for the port that this folder's broker had last; a free one where there is none
     * @throws DataFolderInUseException when another broker holds the folder
     * @throws DataFolderUnusableException when the folder cannot be created or written
     * @throws PortTakenException when something listens on the port
     */
    public static EmbeddedBroker start(Path dataFolder, int port) {
        return start(dataFolder, port, null);
    }

    /**
     * As {@link #start(Path, int)}.
     *
     * @param alsoOn another {@code host:port} of this machine to listen on; null for none. It is for tests that cut a
     *     network: it is as open to all who reach it as the one on loopback
     */
    public static EmbeddedBroker start(Path dataFolder, int port, @Nullable String alsoOn) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The port must be between 0 and 65535, but is " + port + ".");
        }
        DataFolder folder = DataFolder.open(dataFolder);
        try {
            if (KilledBroker.in(folder)) {
                KilledBroker.forget(folder.logs());
            }
            return port == 0 ? startOnUsualPort(folder, alsoOn) : startOn(folder, port, alsoOn);
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    /** Clients that outlive the broker find it again. */
    private static EmbeddedBroker startOnUsualPort(DataFolder folder, @Nullable String alsoOn) {
        OptionalInt usual = folder.lastPort();
        if (usual.isPresent()) {
            try {
                return startOn(folder, usual.getAsInt(), alsoOn);
            } catch (PortTakenException taken) {
                return startOnFreePort(folder, alsoOn);
            }
        }
        return startOnFreePort(folder, alsoOn);
    }

    private static EmbeddedBroker startOnFreePort(DataFolder folder, @Nullable String alsoOn) {
        PortTakenException last = null;
        for (int pick = 0; pick < PICKS; pick++) {
            try {
                return startOn(folder, LoopbackPorts.pick(), alsoOn);
            } catch (PortTakenException e) {
                last = e;
            }
        }
        throw new IllegalStateException("No free port found in " + PICKS + " tries.", last);
    }

    private static EmbeddedBroker startOn(DataFolder folder, int port, @Nullable String alsoOn) {
        int controllerPort = LoopbackPorts.pickBeside(port);
        KafkaConfig config = new KafkaConfig(BrokerSettings.of(folder.logs(), port, controllerPort, alsoOn), false);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            folder.rememberPort(port);
        } catch (RuntimeException | Error e) {
            shutDown(server);
            if (causedByBind(e)) {
                throw new PortTakenException(port, e);
            }
            throw e;
        }
        return new EmbeddedBroker(folder, server, port);
    }

    private static boolean causedByBind(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = t.getMessage();
            if (t instanceof BindException || (message != null && message.contains("Address already in use"))) {
                return true;
            }
        }
        return false;
    }

    /** Where clients connect: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + port;
    }

    /** The port that clients connect to. */
    public int port() {
        return port;
    }

    /** Stops the broker cleanly and lets the folder go. A second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                shutDown(server);
            } finally {
                folder.close();
            }
        }
    }

    private static void shutDown(KafkaRaftServer server) {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
