package dev.tactus.testkit;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A main class in a JVM of its own, to be killed, frozen or stopped. It never outlives this JVM. */
public final class JavaProcess implements AutoCloseable {
    private static final Duration SIGNAL_TIMEOUT = Duration.ofSeconds(60);
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "kill-java-processes"));
    }

    private final Process process;
    private final Path output;
    private final Arrivals<String> lines = new Arrivals<>();
    private final Thread pump;

    private JavaProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.pump = new Thread(this::pump, "output-of-" + process.pid());
        pump.setDaemon(true);
    }

    /** A process of this main class, not yet started, with this JVM's java and class path. */
    public static Builder of(String mainClass) {
        return new Builder(mainClass);
    }

    /** As {@link #of(String)}. */
    public static Builder of(Class<?> mainClass) {
        return new Builder(mainClass.getName());
    }

    /** What to start. */
    public static final class Builder {
        private final String mainClass;
        private final List<String> jvmArguments = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> environment = new HashMap<>();
        private String classPath = System.getProperty("java.class.path");

        private Builder(String mainClass) {
            this.mainClass = mainClass;
        }

        /** Arguments of the JVM, such as {@code -Xmx256m} or {@code -Dkey=value}. */
        public Builder jvm(String... more) {
            jvmArguments.addAll(List.of(more));
            return this;
        }

        /** Arguments of the main class. */
        public Builder args(String... more) {
            arguments.addAll(List.of(more));
            return this;
        }

        /** One more environment variable. */
        public Builder env(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Another class path than this JVM's. */
        public Builder classPath(String path) {
            classPath = path;
            return this;
        }

        /**
         * Starts it.
         *
         * @param output where its output goes, both streams in one; created or replaced
         */
        public JavaProcess start(Path output) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmArguments);
            command.addAll(List.of("-cp", classPath, mainClass));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            try {
                JavaProcess started = new JavaProcess(builder.start(), output);
                RUNNING.add(started.process);
                started.pump.start();
                return started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
        } catch (IOException endOfOutput) {
            lines.add("(output ended: " + endOfOutput.getMessage() + ")");
        } finally {
            RUNNING.remove(process);
        }
    }

    /** The operating system's id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs, or is frozen. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far. */
    public List<String> lines() {
        return lines.snapshot();
    }

    /** Waits for a line that matches, printed before or after this call. */
    public String awaitLine(Predicate<String> predicate, Duration timeout) {
        return lines.awaitMatch(predicate, "a line of process " + pid(), timeout);
    }

    /** Waits for a line that contains this text. */
    public String awaitLine(String text, Duration timeout) {
        return lines.awaitMatch(line -> line.contains(text), "'" + text + "' from process " + pid(), timeout);
    }

    /** Waits for the end and for all that it printed, and returns the exit code: 128 + the signal's number when a signal ended it. */
    public int awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError(
                        "Process " + pid() + " still runs after " + timeout + "; its output is in " + output);
            }
            // A child of its own may hold the output open for longer.
            pump.join(SIGNAL_TIMEOUT);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for process " + pid(), e);
        }
    }

    /** SIGTERM, then waits for the end and returns the exit code. */
    public int stop(Duration timeout) {
        // Not Process.destroy(), which would also close the streams that the last words come through.
        process.toHandle().destroy();
        return awaitExit(timeout);
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitExit(SIGNAL_TIMEOUT);
    }

    /** SIGSTOP: it stands still until {@link #thaw()}, as in a long pause of its machine. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start();
            if (!kill.waitFor(SIGNAL_TIMEOUT.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("kill -" + name + " " + pid() + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill();
    }
}
