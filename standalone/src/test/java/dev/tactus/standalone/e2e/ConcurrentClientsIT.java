package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients that create and read at once: what a store that is touched from the wrong thread brings to a halt. */
class ConcurrentClientsIT {
    private static final int CLIENTS = 64;
    private static final Duration LOAD = Duration.ofSeconds(Integer.getInteger("tactus.it.load-seconds", 60));

    /** No client may wait for so long, however slow the machine. A stalled stream thread makes all of them wait for ever. */
    private static final Duration STALL = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void neverStalls() throws Exception {
        try (DevProcess dev = DevProcess.start(folder.resolve("data"));
                ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            AtomicLong longest = new AtomicLong();
            AtomicLong done = new AtomicLong();
            long end = System.nanoTime() + LOAD.toNanos();
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        long begin = System.nanoTime();
                        UUID schedule = dev.client().create(Schedules.yearly());
                        JsonNode read = dev.client().get(schedule);
                        assertThat(read.path("id").asText()).isEqualTo(schedule.toString());
                        longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
                        done.incrementAndGet();
                    }
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
            assertThat(done.get()).isGreaterThan(CLIENTS);
            assertThat(Duration.ofNanos(longest.get())).isLessThan(STALL);
        }
    }
}
