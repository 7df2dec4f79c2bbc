package dev.tactus.dispatcher.delivery;

import dev.tactus.dispatcher.http.HttpResult;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A circuit breaker for each host. A host that does not answer keeps each call until its deadline; once most of the last
 * calls ended so, it is not called for a while, then a few calls try whether it is back. An answer is an answer, be it a 500:
 * it costs no time, and what it means for the delivery is not decided here. Nor does a connection that is refused at once
 * cost any: such a host is called as the retry schedule says.
 */
public final class HostBreakers {
    /** The hosts that were called last; a host that is forgotten begins anew. */
    private static final int KEPT = 10_000;

    private static final Duration OPEN = Duration.ofSeconds(30);
    /** A call that failed sooner kept nothing from others. */
    private static final Duration COSTLY = Duration.ofSeconds(1);

    private final CircuitBreakerConfig config;
    private final Clock clock;
    private final AtomicLong prevented = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Host> hosts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Host> eldest) {
            return size() > KEPT;
        }
    };

    public HostBreakers() {
        this(Clock.systemUTC());
    }

    HostBreakers(Clock clock) {
        this.clock = clock;
        this.config = CircuitBreakerConfig.custom()
                .slidingWindow(50, 20, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(80)
                .slowCallRateThreshold(100)
                .slowCallDurationThreshold(Duration.ofDays(1))
                .waitDurationInOpenState(OPEN)
                .permittedNumberOfCallsInHalfOpenState(5)
                .clock(clock)
                .build();
    }

    /** Whether the host may be called now. After a true, exactly one of {@link #called} and {@link #notCalled} must follow. */
    boolean mayCall(String host) {
        return of(host).breaker.tryAcquirePermission();
    }

    /**
     * Counts a call that is not made because {@link #mayCall} said no.
     *
     * @return in about what time the next one may be; while a few try whether the host is back, until after the next such try
     */
    Duration prevent(String host) {
        prevented.incrementAndGet();
        Duration left = Duration.between(clock.instant(), of(host).openUntil);
        return left.isPositive() ? left : OPEN;
    }

    void called(String host, HttpResult result) {
        CircuitBreaker breaker = of(host).breaker;
        switch (result) {
            case HttpResult.Answer answer -> breaker.onSuccess(answer.took().toNanos(), TimeUnit.NANOSECONDS);
            case HttpResult.NoAnswer none -> {
                switch (none.reason()) {
                    case TIMEOUT -> failed(breaker, none);
                    case NETWORK -> {
                        if (none.took().compareTo(COSTLY) < 0) {
                            breaker.onSuccess(none.took().toNanos(), TimeUnit.NANOSECONDS);
                        } else {
                            failed(breaker, none);
                        }
                    }
                    case FORBIDDEN, ABORTED -> breaker.releasePermission();
                }
            }
        }
    }

    private static void failed(CircuitBreaker breaker, HttpResult.NoAnswer none) {
        breaker.onError(none.took().toNanos(), TimeUnit.NANOSECONDS, new IOException(none.error()));
    }

    void notCalled(String host) {
        of(host).breaker.releasePermission();
    }

    /** How many calls were not made because the host had not answered. */
    public long prevented() {
        return prevented.get();
    }

    /** How many of the hosts that were called last have a breaker in this state. */
    public long count(CircuitBreaker.State state) {
        lock.lock();
        try {
            return hosts.values().stream()
                    .filter(host -> host.breaker.getState() == state)
                    .count();
        } finally {
            lock.unlock();
        }
    }

    private Host of(String host) {
        lock.lock();
        try {
            return hosts.computeIfAbsent(host, Host::new);
        } finally {
            lock.unlock();
        }
    }

    /** A breaker, and what it does not tell: until when it is open. */
    private final class Host {
        private final CircuitBreaker breaker;
        private volatile Instant openUntil = Instant.MIN;

        Host(String name) {
            breaker = CircuitBreaker.of(name, config);
            breaker.getEventPublisher().onStateTransition(event -> {
                if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                    openUntil = clock.instant().plus(OPEN);
                }
            });
        }
    }
}
