package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A receiver that is down for an hour, with all times a thousandth of what they are: the retry schedule, and the hour. What
 * is decided is tested in virtual time too, with the times as they are; this is the whole way over Kafka and HTTP.
 */
class ReceiverDownIT {
    private static final int JOBS = 50;
    private static final Duration AN_HOUR = Duration.ofMillis(3_600);
    /** A thousandth of 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h. */
    private static final List<Duration> DELAYS = List.of(
            Duration.ofMillis(5),
            Duration.ofMillis(300),
            Duration.ofMillis(1_800),
            Duration.ofMillis(7_200),
            Duration.ofMillis(18_000),
            Duration.ofMillis(36_000),
            Duration.ofMillis(36_000));

    @TempDir
    private Path folder;

    @Test
    void eachCallbackIsDeliveredWhenItIsUpAgainAndNoAttemptComesEarly() {
        try (ServiceProcesses services = new ServiceProcesses(folder, 1);
                RecordingReceiver receiver = RecordingReceiver.start()) {
            services.processor(
                    0,
                    Map.of(
                            "processor.delivery-retries",
                            DELAYS.stream().map(Duration::toString).collect(Collectors.joining(",")),
                            "processor.delivery-retry-jitter",
                            "0"));
            services.dispatcher(0);
            TactusClient client = services.api(0);
            client.post(
                            "workflows/create",
                            Json.object()
                                    .put("name", "echo")
                                    .set("runner", Json.object().put("type", "echo")))
                    .ok();
            receiver.otherwise(Answer.status(503));
            Set<String> jobs = new HashSet<>();
            for (int i = 0; i < JOBS; i++) {
                jobs.add(job(client, receiver));
            }
            Instant up = receiver.awaitCount(JOBS, Duration.ofSeconds(60))
                    .getLast()
                    .arrivedAt()
                    .plus(AN_HOUR);
            receiver.otherwise(request -> Answer.status(request.arrivedAt().isBefore(up) ? 503 : 200));

            Set<String> told = new HashSet<>();
            receiver.await(
                    request -> {
                        if (!request.arrivedAt().isBefore(up)) {
                            told.add(about(request));
                        }
                        return told.size() == JOBS;
                    },
                    Duration.ofSeconds(60));
            assertThat(told).isEqualTo(jobs);
            Map<String, List<ReceivedRequest>> byId = receiver.requests().stream()
                    .collect(Collectors.groupingBy(
                            request -> request.header("webhook-id").orElseThrow()));
            assertThat(byId).hasSize(JOBS).allSatisfy((id, attempts) -> assertOnSchedule(attempts, up));
        }
    }

    private static void assertOnSchedule(List<ReceivedRequest> attempts, Instant up) {
        List<String> wrong = new ArrayList<>();
        for (int i = 1; i < attempts.size(); i++) {
            Duration pause = Duration.between(
                    attempts.get(i - 1).arrivedAt(), attempts.get(i).arrivedAt());
            if (pause.compareTo(DELAYS.get(i - 1)) < 0) {
                wrong.add("attempt " + (i + 1) + " came " + pause + " after the one before, not " + DELAYS.get(i - 1));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(attempts)
                .as("one delivery, and all attempts before the receiver was up")
                .satisfies(all -> {
                    assertThat(all.getLast().arrivedAt()).isAfterOrEqualTo(up);
                    assertThat(all.subList(0, all.size() - 1))
                            .allSatisfy(failed -> assertThat(failed.arrivedAt()).isBefore(up));
                });
        assertThat(attempts.stream().map(ReceivedRequest::text).distinct()).hasSize(1);
    }

    private static String job(TactusClient client, RecordingReceiver receiver) {
        ObjectNode job = Json.object()
                .put("workflow", "echo")
                .put("callback_url", receiver.uri("/down").toString())
                .put("callback_secret", "a secret of the callbacks");
        job.putObject("params");
        return client.post("jobs/create", job).ok().path("job_id").asText();
    }

    private static String about(ReceivedRequest request) {
        return Json.read(request.body(), JsonNode.class).path("job_id").asText();
    }
}
