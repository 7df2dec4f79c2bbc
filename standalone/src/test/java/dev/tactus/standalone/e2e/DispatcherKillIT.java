package dev.tactus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.JavaProcess;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL to a dispatcher in whose hands 500 jobs are, all of them at their runners, and 100 callbacks: half of them have not
 * been answered, and half have, but it did not come to read it. What it held comes again when the leases end, which is after
 * 30 s.
 */
class DispatcherKillIT {
    private static final int JOBS = 500;
    /** Of one runner 128 are called at once: so many runners have all of the jobs at the same time. */
    private static final int RUNNERS = 5;
    /** Of one receiver 64 are called at once. */
    private static final int HELD_CALLBACKS = 50;

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration AFTER_THE_LEASES = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    @Test
    void allThatItHeldEndsAndCallsBackUnderOneId() {
        List<RecordingReceiver> runners = IntStream.range(0, RUNNERS)
                .mapToObj(i -> RecordingReceiver.start())
                .toList();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try (ServiceProcesses services = new ServiceProcesses(folder, 1);
                RecordingReceiver receiver = RecordingReceiver.start();
                RecordingReceiver silent = RecordingReceiver.start();
                RecordingReceiver unread = RecordingReceiver.start()) {
            runners.forEach(runner -> runner.otherwise(new Answer.Hang()));
            silent.otherwise(new Answer.Hang());
            unread.otherwise(new Answer.Later(answer));
            // Not to be reached before the kill, however slow the machine.
            services.with("dispatcher.delivery-deadline", "PT60S");
            services.processor(0);
            TactusClient client = services.api(0);
            JavaProcess dispatcher = services.dispatcher(0);
            deploy(client, runners);
            Set<String> running = new HashSet<>();
            for (int i = 0; i < RUNNERS; i++) {
                running.addAll(launch(client, "held-" + i, JOBS / RUNNERS, receiver));
            }
            Set<String> toSilent = launch(client, "echo", HELD_CALLBACKS, silent);
            Set<String> toUnread = launch(client, "echo", HELD_CALLBACKS, unread);
            runners.forEach(runner -> runner.awaitCount(JOBS / RUNNERS, SOON));
            silent.awaitCount(HELD_CALLBACKS, SOON);
            unread.awaitCount(HELD_CALLBACKS, SOON);

            // It stands still, so what is answered now reaches its machine and not its log.
            dispatcher.freeze();
            answer.complete(Answer.status(200));
            unread.awaitAnswered(HELD_CALLBACKS, SOON);
            dispatcher.kill();
            assertThat(silent.requests()).hasSize(HELD_CALLBACKS);
            runners.forEach(runner -> runner.otherwise(Answer.json("{\"done\":true}")));
            silent.otherwise(Answer.status(200));

            services.dispatcher(0);
            receiver.awaitCount(JOBS, AFTER_THE_LEASES);
            silent.awaitCount(2 * HELD_CALLBACKS, AFTER_THE_LEASES);
            unread.awaitCount(2 * HELD_CALLBACKS, AFTER_THE_LEASES);
            assertThat(byJob(receiver).keySet()).isEqualTo(running);
            assertCameTwice(silent, toSilent);
            assertCameTwice(unread, toUnread);
            assertThat(Stream.of(receiver, silent, unread).map(DispatcherKillIT::byJob))
                    .allSatisfy(byJob -> assertThat(byJob).allSatisfy(DispatcherKillIT::assertOneCallback));
            running.forEach(job -> assertCompleted(client, job, 2));
            toSilent.forEach(job -> assertCompleted(client, job, 1));
            toUnread.forEach(job -> assertCompleted(client, job, 1));
        } finally {
            answer.complete(new Answer.HangUp());
            runners.forEach(RecordingReceiver::close);
        }
    }

    /** Duplicates were forced. */
    private static void assertCameTwice(RecordingReceiver receiver, Set<String> jobs) {
        Map<String, List<ReceivedRequest>> byJob = byJob(receiver);
        assertThat(byJob.keySet()).isEqualTo(jobs);
        assertThat(byJob)
                .allSatisfy((job, requests) ->
                        assertThat(requests).as("callbacks of job %s", job).hasSize(2));
    }

    /** However often it came: a receiver can tell that it is the same one. */
    private static void assertOneCallback(String job, List<ReceivedRequest> requests) {
        assertThat(requests.stream()
                        .map(request -> request.header("webhook-id").orElseThrow())
                        .distinct())
                .as("webhook-ids of job %s", job)
                .hasSize(1);
        assertThat(requests.stream().map(ReceivedRequest::text).distinct())
                .as("bodies of job %s", job)
                .hasSize(1);
    }

    private static void assertCompleted(TactusClient client, String job, int attempt) {
        JsonNode after =
                client.post("jobs/get", TactusClient.id(UUID.fromString(job))).ok();
        assertThat(after.path("status").asText()).as("%s", after).isEqualTo("completed");
        assertThat(after.path("attempt").asInt()).as("%s", after).isEqualTo(attempt);
    }

    private static void deploy(TactusClient client, List<RecordingReceiver> runners) {
        ObjectNode echo = Json.object().put("name", "echo");
        echo.putObject("runner").put("type", "echo");
        client.post("workflows/create", echo).ok();
        for (int i = 0; i < runners.size(); i++) {
            ObjectNode workflow = Json.object().put("name", "held-" + i);
            workflow.putObject("runner")
                    .put("type", "http")
                    .put("url", runners.get(i).uri("/run").toString())
                    .put("secret", "a secret of the runner");
            client.post("workflows/create", workflow).ok();
        }
    }

    private static Set<String> launch(TactusClient client, String workflow, int count, RecordingReceiver receiver) {
        Set<String> jobs = new HashSet<>();
        for (int i = 0; i < count; i++) {
            ObjectNode job = Json.object()
                    .put("workflow", workflow)
                    .put("callback_url", receiver.uri("/ended").toString())
                    .put("callback_secret", "a secret of the callbacks");
            job.putObject("params").put("number", i);
            jobs.add(client.post("jobs/create", job).ok().path("job_id").asText());
        }
        return jobs;
    }

    private static Map<String, List<ReceivedRequest>> byJob(RecordingReceiver receiver) {
        return receiver.requests().stream()
                .collect(Collectors.groupingBy(request ->
                        Json.read(request.body(), JsonNode.class).path("job_id").asText()));
    }
}
