package dev.tactus.bench.micro;

import dev.tactus.recurrence.Occurrence;
import dev.tactus.recurrence.Recurrence;
import dev.tactus.recurrence.RecurrenceSpec;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What no peer has, and the worst cases: gaps of up to 40 years (29 February on a Sunday). */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RangeBenchmark {
    private static final int STARTS = 1024;
    private static final long YEAR = 365 * 86_400_000L;

    @Param({"*/5 * * * *", "0 9 * * 1-5", "0 0 29 2 */7"})
    public String expression = "";

    private final long[] starts = new long[STARTS];
    private int index;
    private Recurrence recurrence = compile("@daily");

    @Setup
    public void compileAll() {
        recurrence = compile(expression);
        Random random = new Random(1);
        long from = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
        long to = Instant.parse("2090-01-01T00:00:00Z").toEpochMilli();
        for (int i = 0; i < STARTS; i++) {
            starts[i] = random.nextLong(from, to);
        }
    }

    private long start() {
        return starts[index++ & (STARTS - 1)];
    }

    @Benchmark
    public long next() {
        return recurrence.next(start());
    }

    @Benchmark
    public long last() {
        return recurrence.last(start());
    }

    @Benchmark
    public long countOfAYear() {
        long start = start();
        return recurrence.count(start, start + YEAR);
    }

    @Benchmark
    public List<Occurrence> previewOfTen() {
        return recurrence.preview(start(), 10);
    }

    private static Recurrence compile(String expression) {
        return Recurrence.compile(RecurrenceSpec.cron(expression, "Europe/Berlin", Instant.EPOCH, "seed"));
    }
}
