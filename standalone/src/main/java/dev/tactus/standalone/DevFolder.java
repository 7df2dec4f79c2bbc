package dev.tactus.standalone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that {@code ./tactus dev} keeps all it has in: readable by its owner only, used by one instance at a time. The
 * operating system drops the lock with the process, so a killed instance never blocks the next.
 */
final class DevFolder implements AutoCloseable {
    private static final FileAttribute<?>[] OWNER_ONLY_FOLDER = permissions("rwx------");
    private static final FileAttribute<?>[] OWNER_ONLY_FILE = permissions("rw-------");

    private final Path root;
    private final FileChannel lock;

    private DevFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Creates the folder if need be, and takes it.
     *
     * @throws StartFailure when another instance has it, or when it cannot be written
     */
    static DevFolder open(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(root)) {
                if (root.getParent() != null) {
                    Files.createDirectories(root.getParent());
                }
                Files.createDirectory(root, OWNER_ONLY_FOLDER);
            }
            return new DevFolder(root, lock(root, folder));
        } catch (AccessDeniedException e) {
            throw new StartFailure(
                    "the data folder " + folder
                            + " is not writable by this user: make it so, or choose another with --data-dir",
                    e);
        } catch (IOException e) {
            throw new StartFailure(
                    "the data folder " + folder + " cannot be used (" + e + "): choose another with --data-dir", e);
        }
    }

    private static FileChannel lock(Path root, Path asGiven) throws IOException {
        Path file = root.resolve("tactus.lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(asGiven, channel);
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return channel;
        } catch (OverlappingFileLockException sameJvm) {
            throw inUse(asGiven, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static StartFailure inUse(Path folder, FileChannel channel) throws IOException {
        try (channel) {
            ByteBuffer pid = ByteBuffer.allocate(20);
            channel.read(pid, 0);
            String owner = StandardCharsets.US_ASCII.decode(pid.flip()).toString();
            return new StartFailure("the data folder " + folder + " is in use by another instance"
                    + (owner.isEmpty() ? "" : " (process " + owner + ")")
                    + ": stop that one, or choose another with --data-dir");
        }
    }

    /** The folder itself, absolute. */
    Path root() {
        return root;
    }

    /** Where the log goes. */
    Path log() {
        return root.resolve("tactus.log");
    }

    /** Kafka's part of the folder. */
    Path kafka() {
        return root.resolve("kafka");
    }

    /** The state stores' part of the folder. */
    Path state() {
        return root.resolve("state");
    }

    /** Where the secrets of this folder are kept. */
    Path secrets() {
        return root.resolve("secrets.properties");
    }

    /** Writes a file that only its owner can read, whole or not at all. */
    void writePrivate(Path file, byte[] content) throws IOException {
        Path draft = Files.createTempFile(root, file.getFileName().toString(), ".draft", OWNER_ONLY_FILE);
        Files.write(draft, content);
        Files.move(
                draft,
                file,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] permissions(String text) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException alreadyGone) {
            // The lock goes with the descriptor.
        }
    }
}
