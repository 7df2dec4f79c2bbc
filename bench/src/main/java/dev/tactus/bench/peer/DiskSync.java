package dev.tactus.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * How often a second the disk makes a small write last. A database can commit no more often than that in one connection,
 * and on a shared machine it changes from minute to minute: a peer's figures mean little without it.
 */
final class DiskSync {
    private static final int PAGE = 8_192;
    private static final Duration TIME = Duration.ofSeconds(1);

    private DiskSync() {}

    /** Writes and syncs for a second, in a temporary file in this folder. */
    static double perSecond(Path folder) {
        try {
            Path file = Files.createTempFile(folder, "sync", ".tmp");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer page = ByteBuffer.allocate(PAGE);
                long begin = System.nanoTime();
                int syncs = 0;
                while (System.nanoTime() - begin < TIME.toNanos()) {
                    channel.write(page.rewind(), 0);
                    channel.force(false);
                    syncs++;
                }
                return syncs / ((System.nanoTime() - begin) / 1e9);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
