package dev.tactus.bench.process;

import dev.tactus.bench.BenchFailure;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A main class in a JVM of its own, with this JVM's java and class path. What it says goes to a file and to whoever waits for a line. */
public final class ChildJvm implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int TOLD_LINES = 15;
    private static final String END = "\u0000";

    private final String name;
    private final Process process;
    private final Path output;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ChildJvm(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param name for messages, and for the file of its output
     * @param surroundings what it runs in
     */
    static ChildJvm start(
            Path folder,
            String name,
            Class<?> main,
            List<String> jvm,
            List<String> arguments,
            Surroundings surroundings) {
        List<String> command = new ArrayList<>(surroundings.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (Runtime.version().feature() >= 25) {
            command.add("-XX:+UseCompactObjectHeaders");
        }
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(surroundings.environment());
            Process process = builder.start();
            ChildJvm child = new ChildJvm(name, process, folder.resolve(name + ".out"));
            Thread pump = new Thread(child::pump, "output-of-" + name);
            pump.setDaemon(true);
            pump.start();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pump() {
        try (BufferedReader reader =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter writer = Files.newBufferedWriter(output)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                writer.write(line);
                writer.newLine();
                writer.flush();
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("(its output ended: " + e.getMessage() + ")");
        } finally {
            lines.add(END);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** CPU time that it has used so far, in user and kernel mode, over all threads. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow(() -> new BenchFailure(name + " has ended"));
    }

    /** Its resident memory in bytes, as Linux counts it. */
    public long residentBytes() {
        return status("VmRSS:") * 1024;
    }

    /** Its threads, as Linux counts them: virtual ones are none. */
    public int threads() {
        return (int) status("Threads:");
    }

    private long status(String field) {
        try (Stream<String> status = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
            return status.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow(() -> new BenchFailure(name + " has ended"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The next line that matches; those before it are passed over.
     *
     * @throws BenchFailure when it ends first, or when the time is over
     */
    public String awaitLine(Predicate<String> wanted, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        try {
            while (true) {
                String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new BenchFailure(name + " did not say within " + within.toSeconds() + " s what was waited for"
                            + lastWords());
                }
                if (line.equals(END)) {
                    throw new BenchFailure(name + " ended" + lastWords());
                }
                if (wanted.test(line)) {
                    return line;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted while waiting for " + name, e);
        }
    }

    /** Writes a line to its standard input. */
    public void tell(String line) {
        try {
            BufferedWriter in = process.outputWriter(StandardCharsets.UTF_8);
            in.write(line);
            in.newLine();
            in.flush();
        } catch (IOException e) {
            throw new BenchFailure(name + " can't be told anything" + lastWords(), e);
        }
    }

    /** Everything that it has said so far. */
    public List<String> said() {
        try {
            return Files.exists(output) ? Files.readAllLines(output) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastWords() {
        try {
            List<String> all = Files.readAllLines(output);
            return "; its last lines:\n  "
                    + String.join("\n  ", all.subList(Math.max(0, all.size() - TOLD_LINES), all.size()));
        } catch (IOException gone) {
            return "";
        }
    }

    /** SIGTERM, and waits for the end. */
    public void stop() {
        process.toHandle().destroy();
        if (!ended(STOP)) {
            kill();
        }
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        process.toHandle().destroyForcibly();
        ended(STOP);
    }

    /** SIGSTOP: it stands still, and its connections stay open. */
    public void freeze() {
        Shell.run("kill", "-STOP", Long.toString(pid()));
    }

    /** SIGCONT. */
    public void thaw() {
        Shell.run("kill", "-CONT", Long.toString(pid()));
    }

    /** Whether it ended within this time, by itself or because it was asked to. */
    public boolean ended(Duration within) {
        try {
            return process.waitFor(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Kills it if it still runs: nothing of a benchmark's is worth a clean end. */
    @Override
    public void close() {
        kill();
    }
}
