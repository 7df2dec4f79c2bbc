package dev.tactus.dispatcher.report;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;

/** Counts how the attempts of one kind, launches or deliveries, ended, and measures how long their calls took. */
public final class AttemptMeter {
    private final String kind;
    private final Counter ends;
    private final Histogram durations;

    /**
     * @param ends with the labels {@code kind} and {@code outcome}
     * @param durations in seconds, with the label {@code kind}
     */
    public AttemptMeter(String kind, Counter ends, Histogram durations) {
        this.kind = kind;
        this.ends = ends;
        this.durations = durations;
    }

    /** @param outcome one of few */
    public void ended(String outcome) {
        ends.labelValues(kind, outcome).inc();
    }

    /** A call was made, however it ended. */
    public void called(Duration took) {
        durations.labelValues(kind).observe(took.toNanos() / 1e9);
    }
}
