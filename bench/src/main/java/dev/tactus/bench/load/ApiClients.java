package dev.tactus.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.bench.BenchFailure;
import dev.tactus.contracts.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Clients that use the API while something else goes on: each creates a schedule and reads one in turns, at a pace that an
 * idle platform follows easily.
 */
public final class ApiClients implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SLOWEST = TimeUnit.MINUTES.toMicros(1);
    private static final Duration STOPPED = Duration.ofSeconds(70);

    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;

    private record Sample(Instant sent, boolean command, long micros, boolean ok) {}

    /**
     * @param commands latencies of creates in microseconds
     * @param queries of reads
     */
    public record Latencies(Histogram commands, Histogram queries, int failed) {}

    public ApiClients(URI api, int clients) {
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofPlatform().start(() -> ask(api)));
        }
    }

    /** Of what was asked in that time. */
    public Latencies between(Instant from, Instant to) {
        Histogram commands = new Histogram(SLOWEST, 3);
        Histogram queries = new Histogram(SLOWEST, 3);
        int failed = 0;
        for (Sample sample : samples) {
            if (sample.sent().isBefore(from) || sample.sent().isAfter(to)) {
                continue;
            }
            (sample.command() ? commands : queries).recordValue(Math.min(SLOWEST, sample.micros()));
            failed += sample.ok() ? 0 : 1;
        }
        return new Latencies(commands, queries, failed);
    }

    private void ask(URI api) {
        try (ApiClient client = new ApiClient(api)) {
            ask(client);
        }
    }

    private void ask(ApiClient client) {
        for (long number = 0; running; number++) {
            long one = number;
            ApiClient.Answer created = timed(true, () -> client.create(one));
            LockSupport.parkNanos(PAUSE_NANOS);
            if (created.ok()) {
                String id = Json.read(created.body(), JsonNode.class)
                        .path("schedule")
                        .path("id")
                        .asText();
                timed(false, () -> client.post("schedules/get", "{\"id\":\"" + id + "\"}"));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private ApiClient.Answer timed(boolean command, Supplier<ApiClient.Answer> request) {
        Instant sent = Instant.now();
        long begin = System.nanoTime();
        ApiClient.Answer answer = request.get();
        samples.add(new Sample(sent, command, (System.nanoTime() - begin) / 1_000, answer.ok()));
        return answer;
    }

    @Override
    public void close() {
        running = false;
        try {
            for (Thread thread : threads) {
                if (!thread.join(STOPPED)) {
                    throw new BenchFailure("a request was not answered within " + STOPPED.toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }
}
