package dev.tactus.bench.process;

import dev.tactus.bench.BenchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the compilers of some JVMs take of the machine, as Linux counts the time of their threads. While it is much, a
 * benchmark measures them.
 */
public final class CompilerTime {
    /** The unit of {@code /proc/PID/stat}, whatever the kernel's own. */
    private static final double TICKS_PER_SECOND = 100;

    /** Behind the name, counted from 0: utime and stime. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private final List<Long> pids;
    private Map<Path, Long> ticks;
    private long nanos;

    public CompilerTime(Collection<Long> pids) {
        this.pids = List.copyOf(pids);
        this.ticks = ticks();
        this.nanos = System.nanoTime();
    }

    /** The share of all cores since it was asked last: 0 to 1. A compiler thread that ended meanwhile counts for nothing. */
    public double share() {
        Map<Path, Long> before = ticks;
        long since = nanos;
        ticks = ticks();
        nanos = System.nanoTime();
        long spent = ticks.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
        double seconds = (nanos - since) / 1e9 * Runtime.getRuntime().availableProcessors();
        return spent / TICKS_PER_SECOND / seconds;
    }

    private Map<Path, Long> ticks() {
        Map<Path, Long> found = new HashMap<>();
        for (long pid : pids) {
            try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
                threads.forEach(thread -> add(thread.resolve("stat"), found));
            } catch (IOException e) {
                throw new BenchFailure("process " + pid + " has ended", e);
            }
        }
        return found;
    }

    /** As in {@code 4711 (C2 CompilerThre) S 1 …}: the kernel cuts names after 15 characters. */
    private static void add(Path stat, Map<Path, Long> found) {
        try {
            String line = Files.readString(stat);
            String name = line.substring(line.indexOf('(') + 1, line.lastIndexOf(')'));
            if (name.matches("C[12] Compiler.*")) {
                String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
                found.put(stat, Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]));
            }
        } catch (IOException threadEnded) {
            // Between the list and the read: there is no such file then, or no such process. The list tells if all of
            // the JVM ended.
        }
    }
}
