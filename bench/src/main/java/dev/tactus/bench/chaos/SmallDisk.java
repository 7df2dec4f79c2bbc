package dev.tactus.bench.chaos;

import dev.tactus.bench.process.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory that can be filled up. Needs root. */
final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTES = 2_048;
    private static final byte[] BLOCK = new byte[1024 * 1024];

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** @throws dev.tactus.bench.BenchFailure when this process may not mount it */
    static SmallDisk mount(Path folder) {
        Shell.run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tactus-chaos", folder.toString());
        return new SmallDisk(folder);
    }

    /** Takes every byte that is left. */
    void fill() {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(BLOCK);
            }
        } catch (IOException full) {
            takeTheRest();
        }
    }

    /** What is less than a block. */
    private void takeTheRest() {
        try (OutputStream filler = Files.newOutputStream(filler(), java.nio.file.StandardOpenOption.APPEND)) {
            while (true) {
                filler.write(BLOCK, 0, 4096);
            }
        } catch (IOException full) {
            // That is what was wanted.
        }
    }

    void free() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() {
        Shell.run("umount", folder.toString());
    }
}
