package dev.tactus.api.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;

/** Counts what requests were answered, and how soon. */
public final class RequestMeter {
    /** In place of a route, for what no route takes: what clients make up is no label. */
    static final String NO_ROUTE = "none";

    private final Counter answers;
    private final Histogram durations;

    /**
     * @param answers with the labels {@code route} and {@code status}
     * @param durations in seconds, with the label {@code route}
     */
    public RequestMeter(Counter answers, Histogram durations) {
        this.answers = answers;
        this.durations = durations;
    }

    /** @param route as in {@code schedules/create}: one of those that exist, or {@link #NO_ROUTE} */
    void answered(String route, int status, long nanos) {
        answers.labelValues(route, Integer.toString(status)).inc();
        durations.labelValues(route).observe(nanos / 1e9);
    }
}
