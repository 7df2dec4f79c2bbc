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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL to a dispatcher in whose hands 500 jobs are, all of them at their runners. What it held comes again when the leases
 * end, which is after 30 s.
 */
class DispatcherKillIT {
    private static final int JOBS = 500;
    /** Of one runner 128 are called at once: so many runners have all of the jobs at the same time. */
    private static final int RUNNERS = 5;

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration AFTER_THE_LEASES = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    @Test
    void allThatItHeldEndsAndCallsBackUnderOneId() {
        List<RecordingReceiver> runners = new ArrayList<>();
        try (ServiceProcesses services = new ServiceProcesses(folder, 1);
                RecordingReceiver receiver = RecordingReceiver.start()) {
            for (int i = 0; i < RUNNERS; i++) {
                runners.add(RecordingReceiver.start());
            }
            runners.forEach(runner -> runner.otherwise(new Answer.Hang()));
            services.processor(0);
            TactusClient client = services.api(0);
            JavaProcess dispatcher = services.dispatcher(0);
            Set<String> jobs = launch(client, runners, receiver);
            for (RecordingReceiver runner : runners) {
                runner.awaitCount(JOBS / RUNNERS, SOON);
            }
            dispatcher.kill();
            runners.forEach(runner -> runner.otherwise(Answer.json("{\"done\":true}")));

            services.dispatcher(0);
            receiver.awaitCount(JOBS, AFTER_THE_LEASES);
            Map<String, Set<String>> webhookIdsByJob = receiver.requests().stream()
                    .collect(Collectors.groupingBy(
                            DispatcherKillIT::job,
                            Collectors.mapping(
                                    request -> request.header("webhook-id").orElseThrow(), Collectors.toSet())));
            assertThat(webhookIdsByJob.keySet()).isEqualTo(jobs);
            assertThat(webhookIdsByJob)
                    .allSatisfy((job, ids) ->
                            assertThat(ids).as("webhook-ids of job %s", job).hasSize(1));
            for (String job : jobs) {
                JsonNode after = client.post("jobs/get", TactusClient.id(UUID.fromString(job)))
                        .ok();
                assertThat(after.path("status").asText()).as("%s", after).isEqualTo("completed");
                assertThat(after.path("attempt").asInt()).as("%s", after).isEqualTo(2);
            }
        } finally {
            runners.forEach(RecordingReceiver::close);
        }
    }

    private static Set<String> launch(
            TactusClient client, List<RecordingReceiver> runners, RecordingReceiver receiver) {
        for (int i = 0; i < runners.size(); i++) {
            ObjectNode workflow = Json.object().put("name", "held-" + i);
            workflow.putObject("runner")
                    .put("type", "http")
                    .put("url", runners.get(i).uri("/run").toString())
                    .put("secret", "a secret of the runner");
            client.post("workflows/create", workflow).ok();
        }
        Set<String> jobs = new HashSet<>();
        for (int i = 0; i < JOBS; i++) {
            ObjectNode job = Json.object()
                    .put("workflow", "held-" + i % RUNNERS)
                    .put("callback_url", receiver.uri("/ended").toString())
                    .put("callback_secret", "a secret of the callbacks");
            job.putObject("params").put("number", i);
            jobs.add(client.post("jobs/create", job).ok().path("job_id").asText());
        }
        return jobs;
    }

    private static String job(ReceivedRequest request) {
        return Json.read(request.body(), JsonNode.class).path("job_id").asText();
    }
}
