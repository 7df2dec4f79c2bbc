package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.Progress;
import dev.tactus.bench.receiver.Receivers;
import dev.tactus.contracts.Ids;
import dev.tactus.dispatcher.http.HttpPost;
import dev.tactus.dispatcher.http.HttpResult;
import dev.tactus.dispatcher.http.OutboundHttp;
import dev.tactus.dispatcher.http.Target;
import dev.tactus.dispatcher.signature.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What the quick receiver takes from the dispatcher's own HTTP client when that does nothing else: no Kafka, one signed body,
 * sent again and again. It is the most that a dispatcher could do whose work costs nothing.
 */
public final class ReceiverLimit {
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int RESPONSE_CAP = 16 * 1024;

    private final Receivers receivers;
    private final Progress progress;
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean running = true;

    public ReceiverLimit(Receivers receivers, Progress progress) {
        this.receivers = receivers;
        this.progress = progress;
    }

    /**
     * @param connections with one request at a time each
     * @param time without the warm-up
     * @return requests that were answered, per second
     */
    public double run(int connections, Duration time) {
        receivers.forget();
        List<Thread> callers = new ArrayList<>();
        try (OutboundHttp http = new OutboundHttp(address -> true)) {
            HttpPost post = post();
            for (int i = 0; i < connections; i++) {
                callers.add(Thread.startVirtualThread(() -> call(http, post)));
            }
            rate(callers, WARM_UP);
            receivers.forget();
            double perSecond = rate(callers, time);
            running = false;
            for (Thread caller : callers) {
                caller.join();
            }
            progress.say("The receiver takes %,.0f/s over %d connections", perSecond, connections);
            return perSecond;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        } finally {
            running = false;
            receivers.forget();
        }
    }

    private double rate(List<Thread> callers, Duration time) {
        long before = answered.get();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
            if (!callers.stream().allMatch(Thread::isAlive)) {
                throw new BenchFailure("a caller of the receiver ended early");
            }
            progress.tick("%,d requests answered", answered.get());
        }
        return (answered.get() - before) / ((System.nanoTime() - begin) / 1e9);
    }

    private void call(OutboundHttp http, HttpPost post) {
        while (running) {
            if (http.exchange(post, () -> {}).run() instanceof HttpResult.Answer) {
                answered.incrementAndGet();
            } else if (running) {
                return;
            }
        }
    }

    private HttpPost post() {
        UUID job = Ids.random(Instant.now());
        byte[] body = ("{\"event\":\"job.completed\",\"job_id\":\"" + job
                        + "\",\"status\":\"completed\",\"result\":{\"number\":1}}")
                .getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers =
                Signatures.headers(job.toString(), Instant.now(), body, List.of(Receivers.SECRET));
        return new HttpPost(Target.of(receivers.quick()).orElseThrow(), headers, body, DEADLINE, RESPONSE_CAP);
    }
}
