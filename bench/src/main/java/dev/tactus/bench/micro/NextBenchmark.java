package dev.tactus.bench.micro;

import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.tactus.recurrence.Recurrence;
import dev.tactus.recurrence.RecurrenceSpec;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
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
import org.quartz.CronExpression;

/**
 * The next instant after a random one between 2020 and 2090, in Europe/Berlin, everything compiled and warm. Sampled, so
 * that the median stands although other work disturbs the machine; a sample costs about 30 ns itself.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class NextBenchmark {
    private static final String ZONE = "Europe/Berlin";
    private static final int STARTS = 1024;

    /** The same expression in Quartz's language. */
    private static final Map<String, String> QUARTZ = Map.of(
            "*/5 * * * *", "0 */5 * * * ?",
            "0 9 * * 1-5", "0 0 9 ? * MON-FRI",
            "30 2 * * *", "0 30 2 * * ?",
            "0 0 L * *", "0 0 0 L * ?",
            "0 0 15W * *", "0 0 0 15W * ?",
            "0 0 29 2 *", "0 0 0 29 2 ?");

    @Param({"*/5 * * * *", "0 9 * * 1-5", "30 2 * * *", "0 0 L * *", "0 0 15W * *", "0 0 29 2 *"})
    public String expression = "";

    private final long[] starts = new long[STARTS];
    private final ZonedDateTime[] zonedStarts = new ZonedDateTime[STARTS];
    private final Date[] dateStarts = new Date[STARTS];
    private int index;
    private Recurrence recurrence = compile("@daily");
    private ExecutionTime cronUtils = executionTime("0 0 * * *");
    private CronExpression quartz = quartz("0 0 0 * * ?");

    @Setup
    public void compileAll() {
        recurrence = compile(expression);
        cronUtils = executionTime(expression);
        quartz = quartz(QUARTZ.getOrDefault(expression, ""));
        Random random = new Random(1);
        long from = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
        long to = Instant.parse("2090-01-01T00:00:00Z").toEpochMilli();
        for (int i = 0; i < STARTS; i++) {
            starts[i] = random.nextLong(from, to);
            zonedStarts[i] = Instant.ofEpochMilli(starts[i]).atZone(ZoneId.of(ZONE));
            dateStarts[i] = new Date(starts[i]);
        }
    }

    private int turn() {
        return index++ & (STARTS - 1);
    }

    @Benchmark
    public long tactus() {
        return recurrence.next(starts[turn()]);
    }

    @Benchmark
    public Optional<ZonedDateTime> cronUtils() {
        return cronUtils.nextExecution(zonedStarts[turn()]);
    }

    @Benchmark
    public Date quartz() {
        return quartz.getNextValidTimeAfter(dateStarts[turn()]);
    }

    private static Recurrence compile(String expression) {
        return Recurrence.compile(RecurrenceSpec.cron(expression, ZONE, Instant.EPOCH, "seed"));
    }

    private static ExecutionTime executionTime(String expression) {
        CronParser parser = new CronParser(CronDefinitionBuilder.defineCron()
                .withMinutes()
                .and()
                .withHours()
                .and()
                .withDayOfMonth()
                .supportsL()
                .supportsW()
                .and()
                .withMonth()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .and()
                .instance());
        return ExecutionTime.forCron(parser.parse(expression));
    }

    private static CronExpression quartz(String expression) {
        try {
            CronExpression quartz = new CronExpression(expression);
            quartz.setTimeZone(TimeZone.getTimeZone(ZONE));
            return quartz;
        } catch (ParseException e) {
            throw new IllegalArgumentException(expression, e);
        }
    }
}
