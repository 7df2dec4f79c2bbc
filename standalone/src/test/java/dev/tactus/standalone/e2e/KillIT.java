package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import dev.tactus.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of everything at once: API, processor, dispatcher and broker in one process. */
class KillIT {
    private static final int HERD = 1_000;

    /** So many callbacks are answered before the kill; the rest waits, so that it comes in the middle of the work. */
    private static final int ANSWERED = 100;

    private static final Answer OK = Answer.status(200);

    @TempDir
    private Path folder;

    @Test
    void aScheduleThatWasAnsweredIsThereAfterTheKill() {
        Path data = folder.resolve("answered");
        UUID schedule;
        try (DevProcess dev = DevProcess.start(data)) {
            schedule = dev.client().create(Schedules.yearly());
            dev.kill();
        }
        try (DevProcess dev = DevProcess.start(data)) {
            assertThat(dev.client().get(schedule).path("id").asText()).isEqualTo(schedule.toString());
        }
    }

    @Test
    void killedInTheMiddleOfAHerdEachFiresOnceAndCallsBackUnderOneId() throws Exception {
        Path data = folder.resolve("herd");
        Set<String> created = new HashSet<>();
        try (RecordingReceiver receiver = RecordingReceiver.start()) {
            CompletableFuture<Answer> afterTheKill = new CompletableFuture<>();
            AtomicInteger calls = new AtomicInteger();
            receiver.otherwise(request -> calls.incrementAndGet() <= ANSWERED ? OK : new Answer.Later(afterTheKill));
            try (DevProcess dev = DevProcess.start(data);
                    TopicReader fires = TopicReader.open(dev.bootstrapServers(), Fires.TOPIC)) {
                created.addAll(createHerd(dev.client(), receiver, instantFor(dev.client())));
                fires.awaitCount(1, fire -> true, Duration.ofSeconds(90));
                receiver.awaitCount(ANSWERED + 1, Duration.ofSeconds(90));
                dev.kill();
            }
            assertThat(receiver.requests()).as("callbacks before the kill").hasSizeLessThan(HERD);
            receiver.otherwise(OK);
            afterTheKill.complete(OK);
            try (DevProcess dev = DevProcess.start(data);
                    TopicReader fires = TopicReader.open(dev.bootstrapServers(), Fires.TOPIC)) {
                Map<String, Set<String>> webhookIdsByJob = awaitCallbacks(receiver);
                List<String> fired = Fires.field(fires.readToEnd(Duration.ofSeconds(60)), "schedule_id");

                assertThat(fired).hasSize(HERD).doesNotHaveDuplicates();
                assertThat(Set.copyOf(fired)).isEqualTo(created);
                assertThat(webhookIdsByJob)
                        .hasSize(HERD)
                        .allSatisfy((job, ids) ->
                                assertThat(ids).as("webhook-ids of job %s", job).hasSize(1));
            }
        }
    }

    /** An instant by which this machine, however slow it is now, has created the herd. */
    private static Instant instantFor(TactusClient client) {
        int sample = 50;
        long begin = System.nanoTime();
        for (int i = 0; i < sample; i++) {
            client.create(Schedules.yearly());
        }
        // One client at a time is slower than many, so this is more than it takes.
        return Instant.now()
                .plusNanos((System.nanoTime() - begin) / sample * HERD)
                .plusSeconds(5);
    }

    private static Set<String> createHerd(TactusClient client, RecordingReceiver receiver, Instant instant)
            throws Exception {
        List<Future<UUID>> creates = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < HERD; i++) {
                creates.add(threads.submit(() ->
                        client.create(Schedules.withCallback(Schedules.at(instant), receiver.uri("/herd"), "secret"))));
            }
        }
        Set<String> ids = new HashSet<>();
        for (Future<UUID> create : creates) {
            ids.add(create.get().toString());
        }
        return ids;
    }

    private static Map<String, Set<String>> awaitCallbacks(RecordingReceiver receiver) {
        Map<String, Set<String>> webhookIdsByJob = new HashMap<>();
        receiver.await(
                request -> {
                    webhookIdsByJob
                            .computeIfAbsent(job(request), job -> new HashSet<>())
                            .add(request.header("webhook-id").orElseThrow());
                    return webhookIdsByJob.size() == HERD;
                },
                Duration.ofSeconds(120));
        return receiver.requests().stream()
                .collect(Collectors.groupingBy(
                        KillIT::job,
                        Collectors.mapping(
                                request -> request.header("webhook-id").orElseThrow(), Collectors.toSet())));
    }

    private static String job(ReceivedRequest request) {
        return Json.read(request.body(), JsonNode.class).path("job_id").asText();
    }
}
