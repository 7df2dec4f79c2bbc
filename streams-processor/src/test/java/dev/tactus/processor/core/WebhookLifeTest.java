package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.delivery.DeliveryOutcome;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DeliveryReport.Cause;
import dev.tactus.contracts.delivery.DeliveryReport.Verdict;
import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.registry.WebhookCommand;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told when a job ends, with which secrets, how often, and what becomes of an endpoint that does not answer. */
class WebhookLifeTest {
    private static final Instant START = Instant.parse("2027-01-10T10:00:00Z");
    private static final UUID FIRST = Ids.random(START, 1);
    private static final UUID SECOND = Ids.random(START, 2);

    @TempDir
    private Path stateDir;

    private TestPartition partition;
    private int jobs;

    @BeforeEach
    void open() {
        partition = new TestPartition(stateDir, START);
    }

    @AfterEach
    void close() {
        partition.close();
    }

    private Outcome store(UUID id, boolean active) {
        return partition.register(
                new WebhookCommand.Create("acme", id, "https://example.org/" + id, "secret of " + id, null, active));
    }

    private Outcome update(UUID id, @Nullable String secret, int overlap, @Nullable Boolean active) {
        return partition.register(new WebhookCommand.Update(
                "acme", id, Ids.random(partition.now(), 0), null, secret, overlap, null, active));
    }

    private UUID jobEnds() {
        return jobEnds(null, false);
    }

    private UUID jobEnds(@Nullable String callback, boolean skipCallbacks) {
        UUID job = Ids.derived(partition.now().toEpochMilli(), 7, "job", Integer.toString(jobs++));
        partition.act(
                new Action.CreateJob("acme", job, "echo", Json.object(), null, 900, callback, callback, skipCallbacks),
                new EntityKey("acme", job));
        partition.report(new JobReport.Completed("acme", job, null, Json.object()));
        return job;
    }

    private List<Deliver> deliveries() {
        return partition.work().stream()
                .filter(Deliver.class::isInstance)
                .map(Deliver.class::cast)
                .toList();
    }

    private void answer(Deliver delivery, Verdict verdict, @Nullable Integer status) {
        String error = verdict == Verdict.DELIVERED ? null : "the receiver answered " + status;
        partition.report(new DeliveryReport.Started("acme", delivery.deliveryId(), delivery.attempt()));
        partition.report(new DeliveryReport.Attempted(
                "acme",
                delivery.deliveryId(),
                delivery.attempt(),
                verdict,
                status,
                error,
                null,
                12,
                Map.of("server", "test"),
                "answer"));
    }

    private JsonNode webhook(UUID id) {
        JsonNode last = Json.object();
        for (JsonNode value : partition.events(Topic.TENANT_REGISTRY)) {
            registry.add(value);
        }
        for (JsonNode value : registry) {
            last = value.path("id").asText().equals(id.toString()) ? value : last;
        }
        return last;
    }

    private final List<JsonNode> registry = new ArrayList<>();

    private List<JsonNode> listed(@Nullable DeliveryOutcome outcome) {
        List<JsonNode> found = new ArrayList<>();
        partition
                .ask(new Query.ListDeliveries("acme", null, null, outcome, null, 100))
                .forEach(found::add);
        return found;
    }

    @Test
    void everyActiveWebhookIsToldOfAJobWithoutACallback() {
        store(FIRST, true);
        store(SECOND, true);
        store(Ids.random(START, 3), false);
        partition.register(new WebhookCommand.Create("other", Ids.random(START, 4), "https://o.org", "s", null, true));

        UUID job = jobEnds();

        List<Deliver> deliveries = deliveries();
        assertThat(deliveries)
                .extracting(Deliver::url)
                .containsExactlyInAnyOrder("https://example.org/" + FIRST, "https://example.org/" + SECOND);
        assertThat(deliveries).extracting(Deliver::deliveryId).doesNotHaveDuplicates();
        assertThat(deliveries).allSatisfy(delivery -> {
            assertThat(delivery.jobId()).isEqualTo(job);
            assertThat(delivery.eventType()).isEqualTo("job.completed");
            assertThat(Ids.slot(delivery.deliveryId())).isEqualTo(Ids.slot(job));
        });
    }

    @Test
    void aJobsOwnCallbackIsToldAlone() {
        store(FIRST, true);
        jobEnds("https://own.example.org/", false);
        assertThat(deliveries()).singleElement().returns("https://own.example.org/", Deliver::url);
    }

    @Test
    void nobodyIsToldWithSkipCallbacks() {
        store(FIRST, true);
        jobEnds(null, true);
        jobEnds("https://own.example.org/", true);
        assertThat(deliveries()).isEmpty();
    }

    @Test
    void aWebhookThatWasCopiedHereIsToldTooUntilItsDeletionIsCopied() {
        Webhook webhook = new Webhook(
                "acme", FIRST, "https://example.org/", "s", List.of(), null, true, null, 1, START, START, START);
        partition.register(new WebhookCommand.Copy("acme", FIRST, webhook));
        jobEnds();
        assertThat(deliveries()).singleElement().returns(List.of("s"), Deliver::secrets);
        assertThat(partition.events(Topic.TENANT_REGISTRY))
                .as("decided elsewhere")
                .isEmpty();

        partition.register(new WebhookCommand.Copy("acme", FIRST, null));
        jobEnds();
        assertThat(deliveries()).isEmpty();
    }

    @Test
    void bothSecretsSignWhileOneRotates() {
        store(FIRST, true);
        update(FIRST, "new", 3600, null);
        jobEnds();
        assertThat(deliveries()).singleElement().returns(List.of("new", "secret of " + FIRST), Deliver::secrets);

        partition.run(Duration.ofMinutes(59), Duration.ofMinutes(1));
        jobEnds();
        assertThat(deliveries().getLast().secrets()).hasSize(2);
        partition.run(Duration.ofMinutes(1), Duration.ofMinutes(1));
        jobEnds();
        assertThat(deliveries()).last().returns(List.of("new"), Deliver::secrets);

        update(FIRST, "newer", 0, null);
        jobEnds();
        assertThat(deliveries()).last().returns(List.of("newer"), Deliver::secrets);
    }

    @Test
    void aFurtherAttemptGoesWhereTheWebhookIsByThen() {
        store(FIRST, true);
        jobEnds();
        answer(deliveries().getFirst(), Verdict.RETRY, 500);
        partition.register(new WebhookCommand.Update(
                "acme", FIRST, Ids.random(START, 0), "https://moved.example.org/", "moved", 0, null, null));
        partition.run(Duration.ofSeconds(7), Duration.ofSeconds(1));
        assertThat(deliveries())
                .singleElement()
                .returns(2, Deliver::attempt)
                .returns("https://moved.example.org/", Deliver::url)
                .returns(List.of("moved"), Deliver::secrets);
    }

    @Test
    void whatIsOnItsWayToADeletedWebhookIsGivenUp() {
        store(FIRST, true);
        jobEnds();
        answer(deliveries().getFirst(), Verdict.RETRY, 500);
        partition.register(new WebhookCommand.Delete("acme", FIRST));
        partition.run(Duration.ofSeconds(7), Duration.ofSeconds(1));
        assertThat(deliveries()).isEmpty();
        assertThat(listed(DeliveryOutcome.DEAD))
                .singleElement()
                .satisfies(dead -> assertThat(dead.path("error").asText()).isEqualTo("the webhook was deleted"));
    }

    @Test
    void a410DisablesTheEndpoint() {
        store(FIRST, true);
        jobEnds();
        answer(deliveries().getFirst(), Verdict.GONE, 410);

        assertThat(webhook(FIRST).path("active").asBoolean()).isFalse();
        assertThat(webhook(FIRST).path("disabled_reason").asText()).contains("410");
        assertThat(partition.events(Topic.DELIVERY_EVENTS)).last().satisfies(event -> {
            assertThat(event.path("webhook_endpoint_id").asText()).isEqualTo(FIRST.toString());
            assertThat(event.path("active").asBoolean()).isFalse();
        });
        jobEnds();
        assertThat(deliveries()).isEmpty();
    }

    @Test
    void fiveDaysOfFailuresDisableTheEndpoint() {
        store(FIRST, true);
        failFor(Duration.ofDays(5).minusHours(1));
        assertThat(webhook(FIRST).path("active").asBoolean()).isTrue();
        failFor(Duration.ofHours(3));
        assertThat(webhook(FIRST).path("active").asBoolean()).isFalse();
        assertThat(webhook(FIRST).path("disabled_reason").asText()).contains("since 2027-01-10T10:00:00.000Z");
    }

    @Test
    void oneSuccessBeginsTheFiveDaysAnew() {
        store(FIRST, true);
        failFor(Duration.ofDays(4));
        jobEnds();
        answer(deliveries().getLast(), Verdict.DELIVERED, 200);
        failFor(Duration.ofDays(4));
        assertThat(webhook(FIRST).path("active").asBoolean()).isTrue();
    }

    @Test
    void aSuccessInAnotherPartitionCountsToo() {
        store(FIRST, true);
        failFor(Duration.ofDays(3));
        partition.register(new WebhookCommand.Delivered("acme", FIRST, partition.now()));
        failFor(Duration.ofDays(4));
        assertThat(webhook(FIRST).path("active").asBoolean()).isTrue();
        failFor(Duration.ofDays(2));
        assertThat(webhook(FIRST).path("active").asBoolean()).isFalse();
    }

    /** An endpoint that refuses whatever comes, once an hour. */
    private void failFor(Duration time) {
        Instant end = partition.now().plus(time);
        while (partition.now().isBefore(end)) {
            jobEnds();
            deliveries().forEach(delivery -> answer(delivery, Verdict.REJECTED, 404));
            partition.run(Duration.ofHours(1), Duration.ofHours(1));
        }
    }

    @Test
    void enablingProbesAndASuccessLeavesItActive() {
        disabledBy410();
        update(FIRST, null, 0, true);
        Deliver probe = deliveries().getLast();
        assertThat(probe.eventType()).isEqualTo("webhook.probe");
        answer(probe, Verdict.DELIVERED, 204);

        assertThat(webhook(FIRST).path("active").asBoolean()).isTrue();
        assertThat(webhook(FIRST).has("disabled_reason")).isFalse();
        jobEnds();
        assertThat(deliveries()).hasSize(1);
    }

    @Test
    void aProbeThatFailsDisablesItAgain() {
        disabledBy410();
        update(FIRST, null, 0, true);
        answer(deliveries().getLast(), Verdict.RETRY, 500);

        assertThat(webhook(FIRST).path("active").asBoolean()).isFalse();
        assertThat(webhook(FIRST).path("disabled_reason").asText())
                .isEqualTo("the probe after it was enabled failed: the receiver answered 500");
        partition.run(Duration.ofHours(1), Duration.ofMinutes(1));
        assertThat(deliveries()).as("a probe is not tried again").isEmpty();
    }

    @Test
    void whatWasSeenBeforeItWasEnabledCountsNoMore() {
        store(FIRST, true);
        Instant before = partition.now();
        update(FIRST, null, 0, false);
        partition.run(Duration.ofSeconds(1), Duration.ofSeconds(1));
        update(FIRST, null, 0, true);
        partition.register(new WebhookCommand.Disable("acme", FIRST, "late", before));
        assertThat(webhook(FIRST).path("active").asBoolean()).isTrue();
    }

    private void disabledBy410() {
        store(FIRST, true);
        jobEnds();
        answer(deliveries().getFirst(), Verdict.GONE, 410);
        partition.run(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void aTestIsSentOnceAlsoToAnInactiveWebhookAndIsNoDeadLetter() {
        store(FIRST, false);
        UUID id = Ids.random(START, 9);
        partition.register(new WebhookCommand.Test("acme", FIRST, id));
        Deliver test = deliveries().getFirst();
        assertThat(test.deliveryId()).isEqualTo(id);
        assertThat(test.eventType()).isEqualTo("webhook.test");
        assertThat(test.body()).contains("\"event\":\"webhook.test\"", FIRST.toString());
        answer(test, Verdict.RETRY, 500);
        partition.run(Duration.ofHours(1), Duration.ofMinutes(1));

        assertThat(deliveries()).isEmpty();
        assertThat(partition.events(Topic.DEAD_LETTERS)).isEmpty();
        assertThat(listed(null)).singleElement().satisfies(listed -> {
            assertThat(listed.path("outcome").asText()).isEqualTo("dead");
            assertThat(listed.path("error").asText()).isEqualTo("the receiver answered 500");
            assertThat(listed.path("response").asText()).isEqualTo("answer");
            assertThat(listed.has("job_id")).isFalse();
        });
    }

    @Test
    void theAnswerIsKeptInTheEvent() {
        store(FIRST, true);
        jobEnds();
        answer(deliveries().getFirst(), Verdict.DELIVERED, 200);
        assertThat(partition.events(Topic.DELIVERY_EVENTS)).last().satisfies(event -> {
            assertThat(event.path("outcome").asText()).isEqualTo("delivered");
            assertThat(event.path("status").asInt()).isEqualTo(200);
            assertThat(event.path("duration_millis").asInt()).isEqualTo(12);
            assertThat(event.path("response").asText()).isEqualTo("answer");
            assertThat(event.path("response_headers").path("server").asText()).isEqualTo("test");
            assertThat(event.path("webhook_endpoint_id").asText()).isEqualTo(FIRST.toString());
        });
    }

    @Test
    void aDeadDeliveryIsDrivenAgainUnderTheSameIdWithANewRetrySchedule() {
        store(FIRST, true);
        jobEnds();
        Deliver first = deliveries().getFirst();
        answer(first, Verdict.REJECTED, 404);
        EntityKey key = new EntityKey("acme", first.deliveryId());

        assertThat(partition.act(new Action.Redeliver("acme", first.deliveryId()), key))
                .isInstanceOf(Outcome.Applied.class);
        Deliver again = deliveries().getFirst();
        assertThat(again)
                .returns(first.deliveryId(), Deliver::deliveryId)
                .returns(first.body(), Deliver::body)
                .returns(2, Deliver::attempt);
        assertThat(partition.act(new Action.Redeliver("acme", first.deliveryId()), key))
                .as("while the attempt is under way")
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.CONFLICT));

        answer(again, Verdict.RETRY, 503);
        partition.run(Duration.ofSeconds(7), Duration.ofSeconds(1));
        assertThat(deliveries())
                .as("after 5 s, as after a first attempt")
                .singleElement()
                .returns(3, Deliver::attempt);
    }

    @Test
    void allThatWasGivenUpSinceAnInstantIsDrivenAgain() {
        store(FIRST, true);
        store(SECOND, true);
        jobEnds();
        deliveries().forEach(delivery -> answer(delivery, Verdict.REJECTED, 404));
        partition.run(Duration.ofMinutes(10), Duration.ofMinutes(1));
        Instant since = partition.now();
        UUID later = jobEnds();
        deliveries().forEach(delivery -> answer(delivery, Verdict.REJECTED, 404));
        UUID delivered = jobEnds();
        deliveries().forEach(delivery -> answer(delivery, Verdict.DELIVERED, 200));

        Action.RedeliverDead all = new Action.RedeliverDead("acme", FIRST, since, null, 10);
        EntityKey anywhere = new EntityKey("acme", Ids.random(START, 0));
        assertThat(partition.act(all, anywhere))
                .isInstanceOfSatisfying(
                        Outcome.Applied.class,
                        applied ->
                                assertThat(applied.json().toString()).isEqualTo("{\"redelivered\":1,\"more\":false}"));
        partition.run(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(deliveries())
                .singleElement()
                .returns(later, Deliver::jobId)
                .returns("https://example.org/" + FIRST, Deliver::url);
        assertThat(delivered).isNotEqualTo(later);

        assertThat(partition.act(new Action.RedeliverDead("acme", null, START, null, 2), anywhere))
                .isInstanceOfSatisfying(
                        Outcome.Applied.class,
                        applied ->
                                assertThat(applied.json().toString()).isEqualTo("{\"redelivered\":2,\"more\":true}"));
    }

    @Test
    void aReceiverThatIsDownForAnHourGetsEachDeliveryInTheEnd() {
        store(FIRST, true);
        Instant up = START.plus(Duration.ofHours(1));
        List<UUID> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(jobEnds());
            partition.run(Duration.ofSeconds(30), Duration.ofSeconds(1));
            receive(up, waiting);
        }
        assertThat(waiting).hasSize(20);
        while (partition.now().isBefore(START.plus(Duration.ofHours(4)))) {
            partition.run(Duration.ofSeconds(10), Duration.ofSeconds(10));
            receive(up, waiting);
        }
        assertThat(waiting).isEmpty();
        assertThat(listed(DeliveryOutcome.DELIVERED)).hasSize(20).allSatisfy(delivery -> {
            // Down for an hour: after 0 s, 5 s, 5 min, 30 min; the fifth attempt, about 2.5 h later, is the first that
            // can
            // meet it up, but for jitter.
            assertThat(delivery.path("attempt").asInt()).isBetween(4, 5);
        });
        assertThat(partition.events(Topic.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void whatIsPutOffIsHandedOutAgainAsTheSameAttempt() {
        store(FIRST, true);
        jobEnds();
        Deliver first = deliveries().getFirst();
        partition.report(new DeliveryReport.Started("acme", first.deliveryId(), 1));
        partition.report(new DeliveryReport.Deferred("acme", first.deliveryId(), 1, 7, Cause.BUSY));
        // Of a dispatcher that does not know yet that it put it off.
        partition.report(new DeliveryReport.Heartbeat("acme", first.deliveryId(), 1));
        partition.run(Duration.ofSeconds(6), Duration.ofSeconds(1));
        assertThat(deliveries()).isEmpty();
        partition.run(Duration.ofSeconds(2), Duration.ofSeconds(1));
        assertThat(deliveries()).containsExactly(first);
    }

    @Test
    void anAttemptThatIsNotMadeForWantOfAnAnswerDoesNotCount() {
        store(FIRST, true);
        jobEnds();
        Deliver first = deliveries().getFirst();
        assertThat(first.last()).isFalse();
        putOff(first, 40);
        partition.run(Duration.ofSeconds(40), Duration.ofSeconds(1));
        assertThat(deliveries()).containsExactly(first);
        putOff(first, 20);
        partition.run(Duration.ofSeconds(39), Duration.ofSeconds(1));
        assertThat(deliveries()).as("for as long as it has been put off so far").isEmpty();
        partition.run(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(deliveries()).containsExactly(first);
        answer(first, Verdict.RETRY, 500);
        partition.run(Duration.ofSeconds(7), Duration.ofSeconds(1));
        assertThat(deliveries())
                .as("after 5 s, as after a first attempt that failed at once")
                .singleElement()
                .returns(2, Deliver::attempt);
    }

    @Test
    void aHostThatNeverAnswersIsCalledOnceMoreBeforeItsDeliveriesAreGivenUp() {
        store(FIRST, true);
        jobEnds();
        List<Deliver> handedOut = silentUntil(START.plus(Duration.ofHours(40)), Deliver::last);

        assertThat(listed(DeliveryOutcome.DEAD)).singleElement().satisfies(dead -> {
            assertThat(dead.path("attempt").asInt()).isEqualTo(8);
            assertThat(dead.path("error").asText()).isEqualTo("no complete answer");
        });
        assertThat(handedOut).last().returns(8, Deliver::attempt).returns(true, Deliver::last);
        assertThat(handedOut.stream().filter(Deliver::last)).hasSize(1);
        assertThat(handedOut).as("what it costs").hasSizeLessThan(200);
        Duration whole = Duration.ofSeconds(5)
                .plusMinutes(35)
                .plusHours(27)
                .multipliedBy(12)
                .dividedBy(10);
        assertThat(partition.events(Topic.DELIVERY_EVENTS)).last().satisfies(event -> {
            assertThat(event.path("outcome").asText()).isEqualTo("dead");
            assertThat(Instant.parse(event.path("effective_at").asText()))
                    .isBefore(START.plus(whole).plus(Duration.ofMinutes(10)));
        });
        assertThat(partition.events(Topic.DEAD_LETTERS)).hasSize(1);
    }

    @Test
    void whatAHostAnsweredLastIsKeptWhileItIsNotCalled() {
        store(FIRST, true);
        jobEnds();
        answer(deliveries().getFirst(), Verdict.RETRY, 503);
        silentUntil(START.plus(Duration.ofHours(1)), any -> false);
        assertThat(listed(null)).singleElement().satisfies(listed -> {
            assertThat(listed.path("attempt").asInt())
                    .as("two have missed their time")
                    .isGreaterThan(2);
            assertThat(listed.path("status").asInt()).isEqualTo(503);
            assertThat(listed.path("response").asText()).isEqualTo("answer");
        });
    }

    @Test
    void aHostThatIsBackGetsWhatItMissedWithinAQuarterOfAnHour() {
        store(FIRST, true);
        UUID job = jobEnds();
        Instant up = START.plus(Duration.ofHours(12));
        silentUntil(up, any -> false);
        List<UUID> waiting = new ArrayList<>(List.of(job));
        Instant end = partition.now().plus(Duration.ofMinutes(16));
        while (partition.now().isBefore(end)) {
            partition.run(Duration.ofSeconds(10), Duration.ofSeconds(10));
            receive(up, waiting);
        }
        assertThat(waiting).isEmpty();
    }

    @Test
    void fiveDaysOfSilenceDisableTheEndpoint() {
        store(FIRST, true);
        boolean active = true;
        for (int hours = 0; hours < 7 * 24 && active; hours++) {
            jobEnds();
            silentUntil(partition.now().plus(Duration.ofHours(1)), Deliver::last);
            active = webhook(FIRST).path("active").asBoolean();
        }
        assertThat(webhook(FIRST).path("disabled_reason").asText()).contains("since 2027-01-11T");
        assertThat(Duration.between(START, partition.now()))
                .isBetween(Duration.ofDays(5), Duration.ofHours(6 * 24 + 12));
    }

    @Test
    void aTestIsACallWhateverIsKnownOfTheHost() {
        store(FIRST, true);
        partition.register(new WebhookCommand.Test("acme", FIRST, Ids.random(START, 9)));
        assertThat(deliveries()).singleElement().returns(true, Deliver::last);
    }

    private void putOff(Deliver delivery, long seconds) {
        partition.report(new DeliveryReport.Started("acme", delivery.deliveryId(), delivery.attempt()));
        partition.report(
                new DeliveryReport.Deferred("acme", delivery.deliveryId(), delivery.attempt(), seconds, Cause.SILENT));
    }

    /** No answer from the host, and no call to it but those that are made: what was handed out. */
    private List<Deliver> silentUntil(Instant end, Predicate<Deliver> called) {
        List<Deliver> all = new ArrayList<>();
        while (partition.now().isBefore(end)) {
            for (Deliver delivery : deliveries()) {
                all.add(delivery);
                if (called.test(delivery)) {
                    partition.report(new DeliveryReport.Attempted(
                            "acme",
                            delivery.deliveryId(),
                            delivery.attempt(),
                            Verdict.RETRY,
                            null,
                            "no complete answer",
                            null,
                            15_000,
                            Map.of(),
                            null));
                } else {
                    putOff(delivery, 40);
                }
            }
            partition.run(Duration.ofSeconds(20), Duration.ofSeconds(20));
        }
        return all;
    }

    private void receive(Instant up, List<UUID> waiting) {
        for (Deliver delivery : deliveries()) {
            boolean isUp = !partition.now().isBefore(up);
            answer(delivery, isUp ? Verdict.DELIVERED : Verdict.RETRY, isUp ? 200 : 503);
            if (isUp) {
                waiting.remove(delivery.jobId());
            }
        }
    }
}
