package dev.tactus.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DeliveryReport.Attempted;
import dev.tactus.contracts.delivery.DeliveryReport.Verdict;
import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.JavaProcess;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import dev.tactus.testkit.Scrape;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Receivers that are bad in every way, with thousands of callbacks for each, and a good one among them. The dispatcher runs
 * in a JVM of its own whose heap holds not one of the large answers.
 *
 * <p>{@code -Dtactus.it.bad-callbacks=10000} is the full size, for a machine that does nothing else: only there are times and
 * threads judged.
 */
class BadReceiversIT {
    private static final int FOR_EACH = Integer.getInteger("tactus.it.bad-callbacks", 2_000);
    private static final boolean FULL_SIZE = FOR_EACH >= 10_000;
    private static final int GOOD = FULL_SIZE ? 200 : 100;
    private static final long GIGABYTE = 1L << 30;
    private static final String THREADS = "jvm_threads_current";
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String HEAP = "-Xmx64m";
    private static final long BUFFERS = 16L << 20;
    /** Beyond those that there were: of OkHttp, and those that carry virtual threads which wait in a file or a name. */
    private static final int MORE_THREADS = 50;
    /** As long as one host that hangs would take all of them, so many at once, if others had to wait for it. */
    private static final Duration ONE_AFTER_THE_OTHER =
            DEADLINE.multipliedBy(FOR_EACH / DispatcherSettings.DELIVERIES.perHost());

    private static final Duration ALL_ENDED = Platform.SOON.plus(ONE_AFTER_THE_OTHER);
    private static final Duration A_LOOK = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @Test
    void delayNoOtherTakeNoMemoryAndEndByTheDeadline() {
        List<Answer> badly = List.of(
                new Answer.Hang(),
                new Answer.Drip(200, Duration.ofSeconds(1)),
                new Answer.Huge(200, GIGABYTE),
                new Answer.HangUp(),
                Answer.status(500));
        List<RecordingReceiver> bad = new ArrayList<>();
        try (Platform platform = new Platform();
                RecordingReceiver good = RecordingReceiver.start();
                JavaProcess dispatcher = start(platform)) {
            URI metrics = URI.create(
                    "http://127.0.0.1:" + DispatcherMain.port(dispatcher.awaitLine("dispatching", Platform.SOON)));
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
            Set<UUID> goodOnes = new HashSet<>();
            // What is compiled and connected before is not to be told from what the bad ones do.
            oneAfterTheOther(platform, good, goodOnes);
            double threads = Scrape.of(metrics).value(THREADS);

            // Before the others, or they could be put off with those: order is kept within a partition only.
            platform.deliver(first);
            bad.forEach(receiver -> receiver.awaitCount(1, Platform.SOON));
            platform.deliver(rest);
            List<Duration> took = oneAfterTheOther(platform, good, goodOnes);

            Scrape after = Scrape.of(metrics);
            // A poll may bring 500 more than may be held.
            assertThat(after.value("tactus_dispatcher_held{kind=\"delivery\"}"))
                    .isLessThan(DispatcherSettings.DELIVERIES.held() + 500.0);
            assertThat(took.stream().reduce(Duration.ZERO, Duration::plus))
                    .as("nobody waited for those that hang")
                    .isLessThan(ONE_AFTER_THE_OTHER);
            if (FULL_SIZE) {
                assertThat(took.get(GOOD * 99 / 100 - 1)).as("p99 of %s", took).isLessThan(Duration.ofSeconds(1));
                assertThat(after.value(THREADS)).isLessThan(threads + MORE_THREADS);
                assertThat(after.value("jvm_buffer_pool_used_bytes{pool=\"direct\"}"))
                        .isLessThan(BUFFERS);
            }
            for (Deliver hanging : first.subList(0, 2)) {
                Attempted ended = platform.report(hanging, Attempted.class);
                assertThat(ended.verdict()).isEqualTo(Verdict.RETRY);
                assertThat(ended.error()).contains("no complete answer", "within " + DEADLINE.toMillis() + " ms");
                assertThat(Duration.ofMillis(ended.durationMillis())).isGreaterThanOrEqualTo(DEADLINE);
            }
            Attempted huge = platform.report(first.get(2), Attempted.class);
            assertThat(huge.status()).isEqualTo(200);
            assertThat(huge.response()).hasSizeLessThan(5_000);
            assertEachEnds(platform, goodOnes, first, rest);
            assertThat(ids(good)).as("none lost, and no other ids").isEqualTo(goodOnes);
            Set<UUID> badOnes = new HashSet<>(idsOf(first));
            badOnes.addAll(idsOf(rest));
            assertThat(bad).allSatisfy(receiver -> assertThat(badOnes).containsAll(ids(receiver)));
            assertThat(dispatcher.isAlive())
                    .as("the heap was enough: %s", dispatcher.lines())
                    .isTrue();
        } finally {
            bad.forEach(RecordingReceiver::close);
        }
    }

    private JavaProcess start(Platform platform) {
        return JavaProcess.of(DispatcherMain.class)
                .jvm(HEAP, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError")
                .args(platform.broker.bootstrapServers(), platform.keyset, DEADLINE.toString())
                .start(folder.resolve("dispatcher.log"));
    }

    private static Function<ReceivedRequest, Answer> everyOther(Answer bad) {
        AtomicInteger number = new AtomicInteger();
        return request -> number.getAndIncrement() % 2 == 0 ? bad : Answer.status(200);
    }

    /** Good ones are delivered; a bad one was called, or went back to the processor for another time. */
    private static void assertEachEnds(Platform platform, Set<UUID> good, List<Deliver> first, List<Deliver> rest) {
        Set<UUID> called = idsOf(first);
        Set<UUID> all = idsOf(rest);
        all.addAll(called);
        all.addAll(good);
        Awaitility.await().atMost(ALL_ENDED).pollInterval(A_LOOK).untilAsserted(() -> {
            Set<UUID> ended = new HashSet<>();
            Set<UUID> attempted = new HashSet<>();
            Set<UUID> delivered = new HashSet<>();
            for (DeliveryReport report : platform.allDeliveryReports()) {
                switch (report) {
                    case Attempted attempt -> {
                        attempted.add(attempt.deliveryId());
                        if (attempt.verdict() == Verdict.DELIVERED) {
                            delivered.add(attempt.deliveryId());
                        }
                    }
                    case DeliveryReport.Deferred deferred -> ended.add(deferred.deliveryId());
                    case DeliveryReport.Started started -> {}
                    case DeliveryReport.Heartbeat heartbeat -> {}
                }
            }
            ended.addAll(attempted);
            assertThat(ended.equals(all))
                    .as("%s of %s have ended", ended.size(), all.size())
                    .isTrue();
            assertThat(attempted).containsAll(called);
            assertThat(delivered).containsAll(good);
        });
    }

    private static Set<UUID> idsOf(List<Deliver> works) {
        return works.stream().map(Deliver::deliveryId).collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<UUID> ids(RecordingReceiver receiver) {
        return receiver.requests().stream().map(BadReceiversIT::id).collect(Collectors.toSet());
    }

    private static UUID id(ReceivedRequest request) {
        return UUID.fromString(request.header("webhook-id").orElseThrow());
    }

    /**
     * How long each took from its commit to its arrival, the shortest first.
     *
     * @param ids takes theirs
     */
    private static List<Duration> oneAfterTheOther(Platform platform, RecordingReceiver good, Set<UUID> ids) {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < GOOD; i++) {
            Deliver work = platform.delivery("tenant-with-good-ones", good.uri("/callback"));
            ids.add(work.deliveryId());
            long begin = System.nanoTime();
            platform.deliver(List.of(work));
            ReceivedRequest arrived = good.await(request -> id(request).equals(work.deliveryId()), Platform.SOON);
            took.add(Duration.ofNanos(arrived.arrivedNanos() - begin));
        }
        took.sort(Duration::compareTo);
        return took;
    }
}
