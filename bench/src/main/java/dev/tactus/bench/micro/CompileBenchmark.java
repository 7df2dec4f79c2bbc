package dev.tactus.bench.micro;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import dev.tactus.recurrence.Recurrence;
import dev.tactus.recurrence.RecurrenceSpec;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From text to something that can be asked: an expression seen before, and one of 86,400 that mostly were not. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CompileBenchmark {
    private final CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    private int index;

    private String unseen() {
        int i = index++ % 86_400;
        return i / 1440 + "," + i % 60 + " " + i / 60 % 24 + " * * 1-5";
    }

    @Benchmark
    public Recurrence tactusSeen() {
        return compile("*/5 9-17 * * MON-FRI");
    }

    @Benchmark
    public Recurrence tactusUnseen() {
        return compile(unseen());
    }

    @Benchmark
    public Cron cronUtilsParse() {
        return parser.parse(unseen());
    }

    private static Recurrence compile(String expression) {
        return Recurrence.compile(RecurrenceSpec.cron(expression, "Europe/Berlin", Instant.EPOCH, "seed"));
    }
}
