package dev.tactus.bench.peer;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own, with a new cluster in a temporary folder, on loopback. Its settings are PostgreSQL's
 * defaults: what it has committed is on the disk ({@code fsync} and {@code synchronous_commit} are on).
 */
public final class Postgres implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";
    private static final Duration STARTED = Duration.ofSeconds(30);
    private static final Duration STOPPED = Duration.ofSeconds(10);
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path folder;
    private final Process server;
    private final String url;

    private Postgres(Path folder, Process server, String url) {
        this.folder = folder;
        this.server = server;
        this.url = url;
    }

    /** @throws BenchFailure when PostgreSQL is not installed, or does not start */
    public static Postgres start() {
        Path programs = programs();
        try {
            // Not inside the workspace: the server runs as another user, who could not reach it there.
            Path folder = Files.createTempDirectory("tactus-bench-postgres-");
            if (isRoot()) {
                Files.setOwner(
                        folder,
                        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(USER));
            }
            Path data = folder.resolve("data");
            Path log = folder.resolve("log");
            run(
                    log,
                    programs.resolve("initdb").toString(),
                    "-D",
                    data.toString(),
                    "-U",
                    USER,
                    "-A",
                    "trust",
                    "-E",
                    "UTF8");
            int port = TactusProcesses.freePort();
            Process server = process(
                            log,
                            programs.resolve("postgres").toString(),
                            "-D",
                            data.toString(),
                            "-p",
                            Integer.toString(port),
                            "-k",
                            folder.toString(),
                            "-c",
                            "listen_addresses=127.0.0.1")
                    .start();
            Postgres postgres =
                    new Postgres(folder, server, "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + USER);
            postgres.awaitStart();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path programs() {
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            Optional<Path> newest = versions.filter(
                            version -> version.getFileName().toString().matches("\\d+(\\.\\d+)?"))
                    .sorted(Comparator.comparingDouble(
                            version -> -Double.parseDouble(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .findFirst();
            return newest.orElseThrow(Postgres::notInstalled);
        } catch (IOException e) {
            throw notInstalled();
        }
    }

    private static BenchFailure notInstalled() {
        return new BenchFailure("peers need PostgreSQL, and there is none below " + DEBIAN
                + ": apt-get install postgresql (the server need not run)");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static ProcessBuilder process(Path log, String... command) {
        List<String> words = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root. setpriv becomes the program, so that signals reach it.
            words.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--reset-env"));
        }
        words.addAll(List.of(command));
        return new ProcessBuilder(words)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private static void run(Path log, String... command) throws IOException {
        Process process = process(log, command).start();
        if (!ended(process, STARTED) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new BenchFailure(
                    command[0] + " failed: " + Files.readString(log).strip());
        }
    }

    private void awaitStart() throws IOException {
        long end = System.nanoTime() + STARTED.toNanos();
        while (true) {
            try {
                connect().close();
                return;
            } catch (SQLException notYet) {
                if (!server.isAlive() || System.nanoTime() > end) {
                    String said = Files.readString(folder.resolve("log")).strip();
                    close();
                    throw new BenchFailure("PostgreSQL does not start: " + said, notYet);
                }
                LockSupport.parkNanos(ASK_AGAIN_NANOS);
            }
        }
    }

    /** With the user in it; there is no password on loopback. */
    public String url() {
        return url;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    private static boolean ended(Process process, Duration within) {
        try {
            return process.waitFor(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** SIGINT, PostgreSQL's fast shutdown: it does not wait for clients. */
    @Override
    public void close() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!ended(server, STOPPED)) {
            server.destroyForcibly();
            ended(server, STOPPED);
        }
        Workspace.delete(folder);
    }
}
