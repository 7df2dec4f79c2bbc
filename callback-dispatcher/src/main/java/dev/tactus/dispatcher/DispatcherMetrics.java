package dev.tactus.dispatcher;

import dev.tactus.dispatcher.delivery.Deliverer;
import dev.tactus.dispatcher.delivery.HostBreakers;
import dev.tactus.dispatcher.flow.Lanes;
import dev.tactus.dispatcher.handover.HandoverLoop;
import dev.tactus.dispatcher.launch.Launcher;
import dev.tactus.dispatcher.report.AttemptMeter;
import dev.tactus.metrics.Meters;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** What a dispatcher tells of itself. */
final class DispatcherMetrics {
    private static final String LAUNCH = "launch";
    private static final String DELIVERY = "delivery";

    private final Meters meters;
    private final Counter attempts;
    private final Histogram durations;

    DispatcherMetrics(Meters meters) {
        this.meters = meters;
        this.attempts = meters.counter(
                "tactus_dispatcher_attempts", "Attempts to launch or to deliver, by how they ended", "kind", "outcome");
        this.durations = meters.calls(
                "tactus_dispatcher_attempt_duration", "From the start of a call to its end, however it ended", "kind");
    }

    AttemptMeter launches() {
        return new AttemptMeter(LAUNCH, attempts, durations);
    }

    AttemptMeter deliveries() {
        return new AttemptMeter(DELIVERY, attempts, durations);
    }

    /** Adds what is told of the reading at each scrape. */
    void tellOf(HandoverLoop loop) {
        Map<String, LongSupplier> lag = new LinkedHashMap<>();
        for (String topic : loop.lag().topics()) {
            lag.put(topic, () -> loop.lag().records(topic));
        }
        meters.gauge(
                "tactus_dispatcher_lag_records",
                "Records of this instance's partitions that it has not taken over, of those that are paused too",
                "topic",
                lag);
        meters.gauge("tactus_dispatcher_partitions", "Partitions that this instance reads", loop::assigned);
        meters.counter(
                "tactus_dispatcher_unreadable_records",
                "Records that could not be read and were passed over",
                loop::unreadable);
    }

    /** Adds what is told of the work at each scrape. */
    void tellOf(Launcher launcher, Lanes launches, Deliverer deliverer, Lanes deliveries) {
        meters.gauge(
                "tactus_dispatcher_calls_running",
                "Calls in flight",
                "kind",
                Map.of(LAUNCH, launches::running, DELIVERY, deliveries::running));
        meters.gauge(
                "tactus_dispatcher_calls_waiting",
                "Calls that wait for room, in all or at their host",
                "kind",
                Map.of(LAUNCH, launches::waiting, DELIVERY, deliveries::waiting));
        meters.gauge(
                "tactus_dispatcher_held",
                "Taken over and not ended: waiting, in flight, or with a report that Kafka does not have yet",
                "kind",
                Map.of(LAUNCH, launcher::held, DELIVERY, deliverer::held));
    }

    /** Adds what is told of the hosts at each scrape; their number, never their names. */
    void tellOf(HostBreakers breakers) {
        Map<String, LongSupplier> states = new LinkedHashMap<>();
        for (CircuitBreaker.State state :
                List.of(CircuitBreaker.State.CLOSED, CircuitBreaker.State.OPEN, CircuitBreaker.State.HALF_OPEN)) {
            states.put(state.name().toLowerCase(Locale.ROOT), () -> breakers.count(state));
        }
        meters.gauge(
                "tactus_dispatcher_circuit_breakers",
                "Hosts of callbacks that were called lately, by the state of their circuit breaker",
                "state",
                states);
        meters.counter(
                "tactus_dispatcher_prevented_calls",
                "Attempts to deliver that were put off without a call, because of an open circuit breaker",
                breakers::prevented);
    }
}
