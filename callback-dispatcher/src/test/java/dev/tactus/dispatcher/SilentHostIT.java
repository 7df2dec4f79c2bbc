package dev.tactus.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DeliveryReport.Attempted;
import dev.tactus.contracts.delivery.DeliveryReport.Cause;
import dev.tactus.contracts.delivery.DeliveryReport.Deferred;
import dev.tactus.contracts.delivery.DeliveryReport.Verdict;
import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.RecordingReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A host whose circuit breaker is open: what is not called is put off and not counted, and a last attempt is a call. */
class SilentHostIT {
    private static final int DELIVERIES = 150;
    /** Long enough for a call to arrive on a machine that does other things too. */
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    @Test
    void isNotCalledUntilItsNextTrialButForLastAttempts() {
        try (Platform platform = new Platform();
                RecordingReceiver silent = RecordingReceiver.start();
                DispatcherService dispatcher = platform.start(platform.settings(DEADLINE))) {
            silent.otherwise(new Answer.Hang());
            List<Deliver> works = IntStream.range(0, DELIVERIES)
                    .mapToObj(i -> platform.delivery(Platform.TENANT, silent.uri("/silent")))
                    .toList();
            platform.deliver(works);

            List<Deferred> putOff = new ArrayList<>();
            Set<String> calledIds = new HashSet<>();
            for (Deliver work : works) {
                DeliveryReport outcome = platform.outcome(work, 1);
                if (outcome instanceof Deferred deferred) {
                    putOff.add(deferred);
                } else {
                    assertThat(((Attempted) outcome).error()).startsWith("no complete answer from");
                    calledIds.add(work.deliveryId().toString());
                }
            }
            assertThat(calledIds)
                    .as("most were on their way before it was known")
                    .hasSizeBetween(20, DELIVERIES - 20);
            assertThat(putOff).allSatisfy(deferred -> {
                assertThat(deferred.cause()).isEqualTo(Cause.SILENT);
                assertThat(deferred.seconds()).isBetween(1L, 61L);
            });
            assertThat(putOff.stream().map(Deferred::seconds).distinct().count())
                    .as("they do not come back together")
                    .isGreaterThan(5);
            assertThat(calledIds).as("those that were put off were not called").containsAll(ids(silent));

            Deliver last = platform.delivery(Platform.TENANT, silent.uri("/silent"), true);
            platform.deliver(List.of(last));
            assertThat(platform.report(last, Attempted.class).error()).startsWith("no complete answer from");
            silent.await(
                    request -> request.header("webhook-id")
                            .orElse("")
                            .equals(last.deliveryId().toString()),
                    Platform.SOON);
            silent.otherwise(Answer.status(200));
            Deliver another = platform.delivery(Platform.TENANT, silent.uri("/silent"), true);
            platform.deliver(List.of(another));
            assertThat(platform.report(another, Attempted.class).verdict()).isEqualTo(Verdict.DELIVERED);
            await().atMost(Platform.SOON).until(() -> dispatcher.health().deliveries() == 0);
        }
    }

    private static Set<String> ids(RecordingReceiver receiver) {
        return receiver.requests().stream()
                .map(request -> request.header("webhook-id").orElseThrow())
                .collect(Collectors.toSet());
    }
}
