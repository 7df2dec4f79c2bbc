package dev.tactus.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** A benchmark's temporary folder and child processes. All of it goes at the end, on SIGINT and SIGTERM too. */
public final class Workspace implements AutoCloseable {
    private final Path folder;
    private final Deque<AutoCloseable> children = new ArrayDeque<>();
    private boolean closed;

    private Workspace(Path folder) {
        this.folder = folder;
    }

    public static Workspace create() {
        try {
            Workspace workspace = new Workspace(Files.createTempDirectory("tactus-bench-"));
            Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "clean-up"));
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** A new folder inside. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a JVM that does not outlive this. */
    public ChildJvm jvm(String name, Class<?> main, List<String> options, List<String> arguments) {
        return jvm(name, main, options, arguments, Surroundings.NONE);
    }

    /** As above, in surroundings of its own. */
    public ChildJvm jvm(
            String name, Class<?> main, List<String> options, List<String> arguments, Surroundings surroundings) {
        return keep(() -> ChildJvm.start(folder, name, main, options, arguments, surroundings));
    }

    /** Something to close before the folder goes; not made at all when the end has come already. */
    public synchronized <T extends AutoCloseable> T keep(java.util.function.Supplier<T> maker) {
        if (closed) {
            throw new IllegalStateException("the benchmark is ending");
        }
        T child = maker.get();
        children.push(child);
        return child;
    }

    /** Removes a folder and all that is in it; of what is gone already nothing is said. */
    public static void delete(Path root) {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException gone) {
            // Somebody else was faster, which is as good.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (AutoCloseable child : children) {
            try {
                child.close();
            } catch (Exception e) {
                System.err.println("bench: could not stop a process: " + e);
            }
        }
        delete(folder);
    }
}
