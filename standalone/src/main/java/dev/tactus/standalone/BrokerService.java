package dev.tactus.standalone;

import dev.tactus.broker.EmbeddedBroker;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The embedded broker as a part of this process. */
final class BrokerService implements Service {
    private final Path folder;
    private final int port;
    private volatile @Nullable EmbeddedBroker broker;

    BrokerService(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public void start() {
        broker = EmbeddedBroker.start(folder, port);
    }

    /** Where clients connect. */
    String bootstrapServers() {
        EmbeddedBroker started = broker;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started.bootstrapServers();
    }

    @Override
    public void close() {
        EmbeddedBroker started = broker;
        if (started != null) {
            started.close();
        }
    }
}
