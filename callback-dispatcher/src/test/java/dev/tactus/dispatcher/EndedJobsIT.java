package dev.tactus.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Ids;
import dev.tactus.dispatcher.launch.FinalJobs;
import dev.tactus.dispatcher.launch.JobEventTail;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether the dispatcher knows that a job has ended, however much it has forgotten since. */
class EndedJobsIT {
    private static final int REMEMBERED = 3;
    private static final int SLOT = 1;
    private static final int PARTITION = Platform.PARTITIONS.of(SLOT);

    private static Platform platform;

    private final Set<UUID> seen = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void start() {
        platform = new Platform();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void knowsACancelledJobThatItForgotWhileItsFireWaited() {
        Instant fired = Instant.now();
        UUID cancelled = job();
        UUID pending = job();
        try (JobEventTail tail = tail()) {
            tail.start(fired.minusSeconds(1));
            platform.ended(cancelled, "job.cancelled");
            othersEnd(REMEMBERED * 10);
            // Twice: what is asked again is answered again.
            for (int i = 0; i < 2; i++) {
                assertThat(tail.among(PARTITION, fired, Set.of(cancelled, pending)))
                        .containsExactly(cancelled);
            }
            assertThat(tail.among(PARTITION, fired, Set.of(pending))).isEmpty();

            platform.ended(pending, "job.cancelled");
            othersEnd(REMEMBERED * 2);
            assertThat(tail.among(PARTITION, fired, Set.of(cancelled, pending)))
                    .containsExactlyInAnyOrder(cancelled, pending);
        }
    }

    private JobEventTail tail() {
        return new JobEventTail(
                new KafkaClients(platform.settings())::tail,
                Platform.PARTITIONS,
                new FinalJobs(Platform.PARTITIONS, REMEMBERED),
                seen::add);
    }

    private void othersEnd(int count) {
        UUID last = IntStream.range(0, count)
                .mapToObj(i -> {
                    UUID job = job();
                    platform.ended(job, "job.completed");
                    return job;
                })
                .reduce((one, next) -> next)
                .orElseThrow();
        Awaitility.await().atMost(Platform.SOON).until(() -> seen.contains(last));
    }

    private static UUID job() {
        return Ids.random(Instant.now(), SLOT);
    }
}
