package dev.tactus.processor;

import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.SkipReason;
import dev.tactus.metrics.Meters;
import dev.tactus.processor.core.CoreMeter;
import dev.tactus.processor.core.OwnedPartition;
import dev.tactus.processor.core.OwnedPartitions;
import dev.tactus.processor.core.timer.Timer;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What a processor tells of itself: what its partitions count, and how they are when somebody asks. */
final class ProcessorMetrics implements CoreMeter {
    /** Lateness in seconds: fine where fires should be, then up to what a downtime adds. */
    private static final double[] LATENESS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600
    };

    private static final double[] TICK = {0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1};

    private final Meters meters;
    private final InstantSource clock;
    private final Map<FireKind, CounterDataPoint> fires;
    private final Map<SkipReason, CounterDataPoint> skips;
    private final Map<Outcome.Reason, CounterDataPoint> refused;
    private final CounterDataPoint applied;
    private final CounterDataPoint schedulesRead;
    private final CounterDataPoint deadLetters;
    private final DistributionDataPoint lateness;
    private final DistributionDataPoint ticks;

    ProcessorMetrics(Meters meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
        this.fires = each(
                FireKind.class,
                meters.counter("tactus_processor_fires", "Fire events that were committed, by what made them", "kind"));
        this.skips = each(
                SkipReason.class,
                meters.counter(
                        "tactus_processor_skipped_instants",
                        "Nominal instants with the committed verdict that they do not fire, by why",
                        "reason"));
        Counter commands = meters.counter(
                "tactus_processor_commands",
                "Commands with a committed outcome: applied, or why they were refused",
                "outcome");
        this.applied = commands.labelValues("applied");
        this.refused = each(Outcome.Reason.class, commands);
        this.schedulesRead = meters.counter(
                        "tactus_processor_schedules_read",
                        "Schedules that were not ready in memory, so that their rows were read")
                .labelValues();
        this.deadLetters = meters.counter(
                        "tactus_processor_dead_letters", "What was committed to the topic dead-letters")
                .labelValues();
        this.lateness = meters.seconds(
                        "tactus_processor_fire_lateness",
                        "From the instant at which a fire was due to its commit, which is when subscribers can read it",
                        LATENESS)
                .labelValues();
        this.ticks = meters.seconds(
                        "tactus_processor_tick",
                        "How long a look at the timers took with what it handled, without the commit",
                        TICK)
                .labelValues();
    }

    /** Adds what is told of the partitions as they are at each scrape. */
    void tellOf(OwnedPartitions owned) {
        meters.gauge(
                "tactus_processor_partitions_owned",
                "Partitions whose task runs here",
                () -> owned.numbers().size());
        meters.gauge(
                "tactus_processor_partitions_answering",
                "Partitions that are owned and have caught up with their inputs",
                () -> owned.all().stream().filter(OwnedPartition::caughtUp).count());
        meters.gauge(
                "tactus_processor_due_timers",
                "Timers that are due and have yet to be handled",
                () -> sum(owned, OwnedPartition::behind));
        Map<String, LongSupplier> armed = new LinkedHashMap<>();
        for (Timer.Kind kind : Timer.Kind.values()) {
            armed.put(label(kind), () -> sum(owned, partition -> partition.armed(kind)));
        }
        meters.gauge("tactus_processor_armed_timers", "Timers that wait for their instant", "kind", armed);
    }

    /** Adds what is told of the copies of other processors' partitions. */
    void tellOf(Standbys standbys) {
        meters.gauge(
                "tactus_processor_standbys",
                "Partitions of others of which this processor keeps a copy",
                standbys::count);
        meters.gauge(
                "tactus_processor_standby_lag",
                "Records of the changelog that these copies are behind, as of the last that were copied",
                standbys::lag);
    }

    @Override
    public void fired(FireKind kind, long count) {
        counterOf(kind, fires).inc(count);
    }

    @Override
    public void committedNow(long due, long count) {
        double late = Math.max(0, clock.millis() - due) / 1000.0;
        for (long each = 0; each < count; each++) {
            lateness.observe(late);
        }
    }

    @Override
    public void skipped(SkipReason reason, long count) {
        counterOf(reason, skips).inc(count);
    }

    @Override
    public void commands(Outcome.@Nullable Reason reason, long count) {
        (reason == null ? applied : counterOf(reason, refused)).inc(count);
    }

    @Override
    public void schedulesRead(long count) {
        schedulesRead.inc(count);
    }

    @Override
    public void deadLetters(long count) {
        deadLetters.inc(count);
    }

    @Override
    public void ticked(long nanos) {
        ticks.observe(nanos / 1e9);
    }

    private static long sum(OwnedPartitions owned, ToIntFunction<OwnedPartition> value) {
        return owned.all().stream().mapToLong(value::applyAsInt).sum();
    }

    /** One data point for each value: looked up once, and told as 0 before anything happens. */
    private static <E extends Enum<E>> Map<E, CounterDataPoint> each(Class<E> values, Counter counter) {
        Map<E, CounterDataPoint> points = new EnumMap<>(values);
        for (E value : values.getEnumConstants()) {
            points.put(value, counter.labelValues(label(value)));
        }
        return points;
    }

    private static <E extends Enum<E>> CounterDataPoint counterOf(E value, Map<E, CounterDataPoint> points) {
        return Objects.requireNonNull(points.get(value));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
