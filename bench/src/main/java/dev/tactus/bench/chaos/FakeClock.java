package dev.tactus.bench.chaos;

import dev.tactus.bench.process.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A wall clock for one process, by libfaketime (Debian's package {@code faketime}): the machine's clock stays what it is.
 * The monotonic clock is not touched, as it isn't when somebody sets the time of a machine.
 */
final class FakeClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path library;
    private final Path file;

    private FakeClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** Empty when the library is not installed. */
    static Optional<FakeClock> find(Path folder) {
        try (Stream<Path> architectures = Files.list(LIBRARIES)) {
            return architectures
                    .map(architecture -> architecture.resolve(LIBRARY))
                    .filter(Files::exists)
                    .findFirst()
                    .map(library -> new FakeClock(library, folder.resolve("clock")));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** By how much it is ahead; below zero for behind. The process notices within a second. */
    void set(Duration ahead) {
        try {
            Files.writeString(file, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Surroundings in(Surroundings surroundings) {
        return surroundings.with(Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "DONT_FAKE_MONOTONIC", "1",
                // Otherwise waits for a condition return at once.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "NO_FAKE_STAT", "1"));
    }
}
