package dev.tactus.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.net.AddressPolicy;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.dispatcher.DispatcherSettings.Bounds;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.RecordingReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to calls that take their time: leases, cancellation, order, and bounds that are reached. */
class UnderWayIT {
    private static final Bounds SMALL = new Bounds(8, 2, 4);

    private static Platform platform;
    private static DispatcherService dispatcher;

    private final RecordingReceiver receiver = RecordingReceiver.start();

    @BeforeAll
    static void start() {
        platform = new Platform();
        DispatcherSettings defaults = platform.settings();
        dispatcher = platform.start(new DispatcherSettings(
                defaults.kafka(),
                defaults.partitions(),
                (short) 1,
                defaults.group(),
                "here",
                defaults.keyset(),
                AddressPolicy.LOOPBACK,
                SMALL,
                SMALL,
                Duration.ofSeconds(3),
                Duration.ofMillis(300),
                defaults.healthHost(),
                0));
    }

    @AfterAll
    static void stop() {
        dispatcher.close();
        platform.close();
    }

    @AfterEach
    void close() {
        receiver.close();
        Awaitility.await()
                .atMost(Platform.SOON)
                .until(() -> dispatcher.health().launches() == 0
                        && dispatcher.health().deliveries() == 0);
    }

    @Test
    void renewsTheLeaseOfARunAndAbortsItWhenItsJobIsCancelled() {
        receiver.otherwise(new Answer.Hang());
        FireEvent fire = fire("hanging", Ids.random(Instant.now()), 0);
        receiver.awaitCount(1, Platform.SOON);
        platform.report(fire.jobId(), JobReport.Heartbeat.class);
        assertThat(dispatcher.health().launches()).isEqualTo(1);

        platform.ended(fire.jobId(), "job.cancelled");
        Awaitility.await().atMost(Platform.SOON).until(() -> dispatcher.health().launches() == 0);
        assertThat(platform.reports(fire.jobId()))
                .allMatch(report -> report instanceof JobReport.Running || report instanceof JobReport.Heartbeat);
    }

    @Test
    void startsTheLaunchesOfAScheduleInTheirOrderAndWaitsForNoneToEnd() {
        receiver.otherwise(request ->
                Json.read(request.body(), JsonNode.class).at("/params/ordinal").asInt() == 0
                        ? new Answer.Hang()
                        : Answer.json("{}"));
        UUID schedule = Ids.random(Instant.now());
        deploy("ordered");
        List<FireEvent> fires = IntStream.range(0, 40)
                .mapToObj(i -> newFire("ordered", schedule, i))
                .toList();
        platform.fire(fires.toArray(FireEvent[]::new));
        receiver.awaitCount(40, Platform.SOON);
        List<Integer> ordinals = receiver.requests().stream()
                .map(request -> Json.read(request.body(), JsonNode.class)
                        .at("/params/ordinal")
                        .asInt())
                .toList();
        // The first two are on their way at once, to two threads of the receiver; from then on the first one hangs.
        assertThat(ordinals.subList(0, 2)).containsExactlyInAnyOrder(0, 1);
        assertThat(ordinals.subList(2, 40))
                .containsExactlyElementsOf(IntStream.range(2, 40).boxed().toList());
        platform.ended(fires.getFirst().jobId(), "job.cancelled");
    }

    @Test
    void keepsADeliveryAliveThatWaitsForItsHostAndEndsAHangingOneByItsDeadline() {
        receiver.next(new Answer.Hang(), new Answer.Hang());
        // In one partition, for only there order is kept.
        UUID first = Ids.random(Instant.now());
        List<DispatchWork.Deliver> works = IntStream.range(0, 3)
                .mapToObj(i -> deliver(Ids.random(Instant.now(), Ids.slot(first))))
                .toList();
        // Two may call the host; the third waits, and its lease with it.
        platform.report(works.get(2), DeliveryReport.Heartbeat.class);
        for (DispatchWork.Deliver hanging : works.subList(0, 2)) {
            DeliveryReport.Attempted attempted = platform.report(hanging, DeliveryReport.Attempted.class);
            assertThat(attempted.verdict()).isEqualTo(DeliveryReport.Verdict.RETRY);
            assertThat(attempted.error()).contains("within 3000 ms");
        }
        assertThat(platform.report(works.get(2), DeliveryReport.Attempted.class).verdict())
                .isEqualTo(DeliveryReport.Verdict.DELIVERED);
    }

    @Test
    void takesNoMoreOverThanItsBoundsAndLosesNothing() {
        receiver.otherwise(Answer.status(200).after(Duration.ofMillis(50)));
        List<DispatchWork.Deliver> works = IntStream.range(0, 60)
                .mapToObj(i -> deliver(Ids.random(Instant.now())))
                .toList();
        for (DispatchWork.Deliver work : works) {
            int handedOut = 1;
            DeliveryReport report = platform.outcome(work, handedOut);
            // What has no room goes back, and the processor hands it out again.
            while (report instanceof DeliveryReport.Deferred) {
                platform.due(work, work.jobId());
                report = platform.outcome(work, ++handedOut);
            }
            assertThat(((DeliveryReport.Attempted) report).verdict()).isEqualTo(DeliveryReport.Verdict.DELIVERED);
        }
        assertThat(receiver.requests()).hasSize(60);
    }

    @Test
    void tellsItsHealth() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(Platform.SOON)
                    .until(() -> dispatcher.health().ready());
            for (String probe : List.of("live", "ready")) {
                HttpResponse<String> response = client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + dispatcher.healthPort() + "/health/" + probe))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body()).contains("\"status\":\"UP\"");
            }
        }
    }

    private void deploy(String workflow) {
        platform.deploy(
                workflow, platform.httpRunner(workflow, receiver.uri("/").toString(), "s"));
    }

    private FireEvent fire(String workflow, UUID schedule, int ordinal) {
        deploy(workflow);
        FireEvent fire = newFire(workflow, schedule, ordinal);
        platform.fire(fire);
        return fire;
    }

    private static FireEvent newFire(String workflow, UUID schedule, int ordinal) {
        return Platform.fireOf(
                schedule,
                workflow,
                Json.object().put("ordinal", ordinal),
                Instant.now().plusMillis(ordinal));
    }

    private DispatchWork.Deliver deliver(UUID job) {
        DispatchWork.Deliver work = new DispatchWork.Deliver(
                Platform.TENANT,
                Ids.random(Instant.now(), Ids.slot(job)),
                job,
                1,
                receiver.uri("/").toString(),
                List.of(platform.secrets.encrypt("s", "c")),
                "c",
                "job.completed",
                "{}",
                false);
        platform.due(work, job);
        return work;
    }
}
