package dev.tactus.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The metrics of one process. Services that share a JVM share these, or each has its own: no metric of one has the name of
 * another's, because the name begins with the service's. Nothing here is global, so two of the same service in one JVM
 * need two of these.
 *
 * <p>Label values come from small, fixed sets. A tenant, a schedule, a URL or a host is never one: each value is a series
 * that is kept for as long as the process lives.
 */
public final class Meters {
    /** For calls over a network, in seconds: from a fast answer on one machine to the longest deadline. */
    private static final double[] CALL_SECONDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private boolean withJvm;

    /** What is right now; asked at each scrape, on the scraping thread. */
    public void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    /** A gauge for each value of one label. */
    public void gauge(String name, String help, String label, Map<String, LongSupplier> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback -> values.forEach((key, value) -> callback.call((double) value.getAsLong(), key)))
                .register(registry);
    }

    /** What only grows and is counted elsewhere; asked at each scrape, on the scraping thread. */
    public void counter(String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    /** A counter for each combination of the labels' values. */
    public Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    /** How long calls over a network take, in seconds. */
    public Histogram calls(String name, String help, String... labels) {
        return seconds(name, help, CALL_SECONDS, labels);
    }

    /** @param bounds of the buckets, in seconds; one without an end is added */
    public Histogram seconds(String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .unit(Unit.SECONDS)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .register(registry);
    }

    /** All of them as they are now, with the JVM's. */
    synchronized MetricSnapshots scrape() {
        if (!withJvm) {
            // Only now: to find out about the JVM takes longer than all else, and nobody may ever ask.
            JvmMetrics.builder().register(registry);
            withJvm = true;
        }
        return registry.scrape();
    }
}
