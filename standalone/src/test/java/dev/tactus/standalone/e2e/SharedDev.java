package dev.tactus.standalone.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One {@code ./tactus dev} with its four partitions for all tests of a class. */
abstract class SharedDev {
    @TempDir
    static Path folder;

    static DevProcess dev;

    @BeforeAll
    static void startDev() {
        dev = DevProcess.start(folder.resolve("data"));
    }

    @AfterAll
    static void stopDev() {
        dev.close();
    }
}
