package dev.tactus.testkit;

import dev.tactus.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** An embedded broker for one test: its own cluster in a temporary folder, which goes when it is closed. */
public final class PrivateBroker implements AutoCloseable {
    private final Path folder;
    private EmbeddedBroker broker;

    private PrivateBroker(Path folder, EmbeddedBroker broker) {
        this.folder = folder;
        this.broker = broker;
    }

    static PrivateBroker start() {
        try {
            Path folder = Files.createTempDirectory("tactus-broker-");
            return new PrivateBroker(folder, EmbeddedBroker.start(folder, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where to connect: the same before and after {@link #restart()}. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Stops the broker cleanly and starts it again on the same port and data. */
    public void restart() {
        int port = broker.port();
        broker.close();
        broker = EmbeddedBroker.start(folder, port);
    }

    /** Stops the broker and removes its folder. */
    @Override
    public void close() {
        broker.close();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
