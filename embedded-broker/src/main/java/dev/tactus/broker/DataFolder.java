package dev.tactus.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * The broker's folder: held by a lock while it is open, formatted once. The operating system drops the lock when the
 * process dies, so a killed broker never leaves its folder locked.
 */
final class DataFolder implements AutoCloseable {
    private static final String META_PROPERTIES = "meta.properties";
    private static final String LAST_PORT = "kafka.port";

    private final Path root;
    private final Path logs;
    private final FileChannel lockChannel;

    private DataFolder(Path root, Path logs, FileChannel lockChannel) {
        this.root = root;
        this.logs = logs;
        this.lockChannel = lockChannel;
    }

    /**
     * Creates the folder if need be and takes its lock.
     *
     * @throws DataFolderInUseException when another broker holds it
     * @throws DataFolderUnusableException when it cannot be created or written
     */
    static DataFolder open(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        FileChannel channel = null;
        try {
            Path logs = Files.createDirectories(root.resolve("kafka-logs"));
            channel =
                    FileChannel.open(root.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new DataFolderInUseException(root);
            }
            DataFolder opened = new DataFolder(root, logs, channel);
            opened.formatOnce();
            return opened;
        } catch (IOException e) {
            closeQuietly(channel);
            throw new DataFolderUnusableException(root, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisJvm) {
            return null;
        }
    }

    /** Kafka's log directory, inside the folder. */
    Path logs() {
        return logs;
    }

    /** The port of the broker that was started last in this folder; empty when there was none. */
    OptionalInt lastPort() {
        try {
            int port =
                    Integer.parseInt(Files.readString(root.resolve(LAST_PORT)).strip());
            return port > 0 && port <= 65_535 ? OptionalInt.of(port) : OptionalInt.empty();
        } catch (IOException | NumberFormatException none) {
            // A hint, and any port will do: a file cut short by a full disk must not keep the broker from starting.
            return OptionalInt.empty();
        }
    }

    /** @throws DataFolderUnusableException when it cannot be written */
    void rememberPort(int port) {
        try {
            Files.writeString(root.resolve(LAST_PORT), port + "\n");
        } catch (IOException e) {
            throw new DataFolderUnusableException(root, e);
        }
    }

    private void formatOnce() throws IOException {
        if (Files.exists(logs.resolve(META_PROPERTIES))) {
            return;
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(output, true, StandardCharsets.UTF_8))
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(logs.toString())
                    .addDirectory(logs.toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot format: " + output.toString(StandardCharsets.UTF_8), e);
        }
    }

    @Override
    public void close() {
        closeQuietly(lockChannel);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Nothing depends on the channel any more; the lock goes with the descriptor.
        }
    }
}
