package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.Progress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Clients of the API that send one create after the other, each over a connection of its own that stays open. */
public final class ApiLoad {
    /** A minute, in microseconds. */
    private static final long SLOWEST = 60_000_000;

    private static final Duration READY = Duration.ofSeconds(60);
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final URI api;
    private final Progress progress;

    public ApiLoad(URI api, Progress progress) {
        this.api = api;
        this.progress = progress;
    }

    /** @param latency in microseconds, of what was answered with success */
    public record Result(double perSecond, Histogram latency, int failed) {}

    /** Registers what the schedules name; by then the API is ready. */
    public void registerWorkflow() {
        String workflow = "{\"name\":\"" + Definitions.WORKFLOW + "\",\"runner\":{\"type\":\"echo\"}}";
        long end = System.nanoTime() + READY.toNanos();
        try (ApiClient client = new ApiClient(api)) {
            while (!client.post("workflows/create", workflow).ok()) {
                if (System.nanoTime() > end) {
                    throw new BenchFailure("the API was not ready within " + READY.toSeconds() + " s");
                }
                LockSupport.parkNanos(ASK_AGAIN_NANOS);
            }
        }
    }

    /** @return what was measured over the whole time */
    public Result run(int connections, Duration time) {
        Histogram latency = new ConcurrentHistogram(SLOWEST, 3);
        AtomicInteger failed = new AtomicInteger();
        AtomicLong number = new AtomicLong();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            clients.add(Thread.ofPlatform().start(() -> createUntil(end, number, latency, failed)));
        }
        for (Thread client : clients) {
            join(client, latency);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Result result = new Result(latency.getTotalCount() / seconds, latency, failed.get());
        progress.say(
                "%,.0f creates/s, p50 %.1f ms, p99 %.1f ms, %d failed",
                result.perSecond(),
                latency.getValueAtPercentile(50) / 1e3,
                latency.getValueAtPercentile(99) / 1e3,
                result.failed());
        return result;
    }

    private void join(Thread client, Histogram latency) {
        try {
            while (!client.join(Duration.ofSeconds(1))) {
                progress.tick("%,d created", latency.getTotalCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    private void createUntil(long end, AtomicLong number, Histogram latency, AtomicInteger failed) {
        try (ApiClient client = new ApiClient(api)) {
            while (System.nanoTime() < end) {
                long sent = System.nanoTime();
                if (client.create(number.getAndIncrement()).ok()) {
                    latency.recordValue(Math.min(SLOWEST, (System.nanoTime() - sent) / 1_000));
                } else {
                    failed.incrementAndGet();
                }
            }
        }
    }
}
