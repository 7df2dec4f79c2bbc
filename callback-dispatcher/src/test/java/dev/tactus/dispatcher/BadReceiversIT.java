package dev.tactus.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.delivery.DeliveryReport.Attempted;
import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Receivers that are bad in every way, with thousands of callbacks for each, and a good one among them. */
class BadReceiversIT {
    private static final int FOR_EACH = 2_000;
    private static final int GOOD = 200;
    private static final long GIGABYTE = 1L << 30;
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    /** Beyond those that there were: of OkHttp, for names, and of the receivers. */
    private static final int MORE_THREADS = 100;

    @Test
    void delayNoOtherAndEndByTheDeadline() {
        List<Answer> badly = List.of(
                new Answer.Hang(),
                new Answer.Drip(200, Duration.ofSeconds(1)),
                new Answer.Huge(200, GIGABYTE),
                new Answer.HangUp(),
                Answer.status(500));
        List<RecordingReceiver> bad = new ArrayList<>();
        try (Platform platform = new Platform();
                RecordingReceiver good = RecordingReceiver.start();
                DispatcherService dispatcher = platform.start(platform.settings(DEADLINE))) {
            List<Deliver> first = new ArrayList<>();
            List<Deliver> rest = new ArrayList<>();
            for (Answer answer : badly) {
                RecordingReceiver receiver = RecordingReceiver.start();
                bad.add(receiver);
                receiver.otherwise(answer.equals(Answer.status(500)) ? everyOther(answer) : request -> answer);
                first.add(platform.delivery("tenant-with-bad-ones", receiver.uri("/callback")));
            }
            for (int i = 1; i < FOR_EACH; i++) {
                bad.forEach(receiver -> rest.add(platform.delivery("tenant-with-bad-ones", receiver.uri("/callback"))));
            }
            // What is compiled and connected before is not to be told from what the bad ones do.
            oneAfterTheOther(platform, good, GOOD);
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();

            // Before the others, or they could be put off with those: order is kept within a partition only.
            platform.deliver(first);
            bad.forEach(receiver -> receiver.awaitCount(1, Platform.SOON));
            platform.deliver(rest);
            List<Duration> took = oneAfterTheOther(platform, good, GOOD);

            assertThat(took.get(GOOD * 99 / 100 - 1)).as("p99 of %s", took).isLessThan(Duration.ofSeconds(1));
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + MORE_THREADS);
            // A poll may bring 500 more than may be held.
            assertThat(dispatcher.health().deliveries()).isLessThan(DispatcherSettings.DELIVERIES.held() + 500);
            for (Deliver hanging : first.subList(0, 2)) {
                Attempted ended = platform.report(hanging, Attempted.class);
                assertThat(ended.error()).contains("no complete answer");
                assertThat(Duration.ofMillis(ended.durationMillis())).isBetween(DEADLINE, DEADLINE.plusSeconds(1));
            }
        } finally {
            bad.forEach(RecordingReceiver::close);
        }
    }

    private static java.util.function.Function<ReceivedRequest, Answer> everyOther(Answer bad) {
        AtomicInteger number = new AtomicInteger();
        return request -> number.getAndIncrement() % 2 == 0 ? bad : Answer.status(200);
    }

    /** How long each took from its commit to its arrival, the shortest first. */
    private static List<Duration> oneAfterTheOther(Platform platform, RecordingReceiver good, int count) {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Deliver work = platform.delivery("tenant-with-good-ones", good.uri("/callback"));
            long begin = System.nanoTime();
            platform.deliver(List.of(work));
            ReceivedRequest arrived = good.await(
                    request -> request.header("webhook-id")
                            .orElse("")
                            .equals(work.deliveryId().toString()),
                    Platform.SOON);
            took.add(Duration.ofNanos(arrived.arrivedNanos() - begin));
        }
        took.sort(Duration::compareTo);
        return took;
    }
}
