package dev.tactus.dispatcher.delivery;

import dev.tactus.dispatcher.http.HttpResult;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A circuit breaker for each host. A host that does not answer keeps each call until its deadline; once most of the last
 * calls ended so, further attempts fail at once for a while, then a few calls try whether it is back. An answer is an answer,
 * be it a 500: it costs no time, and what it means for the delivery is not decided here.
 */
public final class HostBreakers {
    /** The hosts that were called last; a host that is forgotten begins anew. */
    private static final int KEPT = 10_000;

    private final CircuitBreakerConfig config;
    private final AtomicLong prevented = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, CircuitBreaker> breakers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CircuitBreaker> eldest) {
            return size() > KEPT;
        }
    };

    public HostBreakers() {
        this(Clock.systemUTC());
    }

    HostBreakers(Clock clock) {
        this.config = CircuitBreakerConfig.custom()
                .slidingWindow(50, 20, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(80)
                .slowCallRateThreshold(100)
                .slowCallDurationThreshold(Duration.ofDays(1))
                .waitDurationInOpenState(Duration.ofSeconds(30))
                .permittedNumberOfCallsInHalfOpenState(5)
                .clock(clock)
                .build();
    }

    /** Whether the host may be called now. After a true, exactly one of {@link #called} and {@link #notCalled} must follow. */
    boolean mayCall(String host) {
        boolean may = of(host).tryAcquirePermission();
        if (!may) {
            prevented.incrementAndGet();
        }
        return may;
    }

    void called(String host, HttpResult result) {
        CircuitBreaker breaker = of(host);
        switch (result) {
            case HttpResult.Answer answer -> breaker.onSuccess(answer.took().toNanos(), TimeUnit.NANOSECONDS);
            case HttpResult.NoAnswer none -> {
                switch (none.reason()) {
                    case TIMEOUT, NETWORK ->
                        breaker.onError(none.took().toNanos(), TimeUnit.NANOSECONDS, new IOException(none.error()));
                    case FORBIDDEN, ABORTED -> breaker.releasePermission();
                }
            }
        }
    }

    void notCalled(String host) {
        of(host).releasePermission();
    }

    /** How many calls were not made because the host had not answered. */
    public long prevented() {
        return prevented.get();
    }

    /** How many of the hosts that were called last have a breaker in this state. */
    public long count(CircuitBreaker.State state) {
        lock.lock();
        try {
            return breakers.values().stream()
                    .filter(breaker -> breaker.getState() == state)
                    .count();
        } finally {
            lock.unlock();
        }
    }

    private CircuitBreaker of(String host) {
        lock.lock();
        try {
            return breakers.computeIfAbsent(host, name -> CircuitBreaker.of(name, config));
        } finally {
            lock.unlock();
        }
    }
}
