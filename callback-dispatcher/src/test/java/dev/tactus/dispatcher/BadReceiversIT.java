package dev.tactus.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.delivery.DeliveryReport.Attempted;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Receivers that are bad in every way, with thousands of callbacks for each, and a good one among them. The dispatcher runs
 * in a JVM of its own whose heap holds not one of the large answers. {@code -Dtactus.it.bad-callbacks=10000} is the full size.
 */
class BadReceiversIT {
    private static final int FOR_EACH = Integer.getInteger("tactus.it.bad-callbacks", 2_000);
    private static final int GOOD = 200;
    private static final long GIGABYTE = 1L << 30;
    private static final String THREADS = "jvm_threads_current";
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String HEAP = "-Xmx64m";
    private static final long BUFFERS = 16L << 20;
    /** Beyond those that there were: of OkHttp, and those that carry virtual threads which wait in a file or a name. */
    private static final int MORE_THREADS = 50;

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
            // What is compiled and connected before is not to be told from what the bad ones do.
            oneAfterTheOther(platform, good, GOOD);
            double threads = Scrape.of(metrics).value(THREADS);

            // Before the others, or they could be put off with those: order is kept within a partition only.
            platform.deliver(first);
            bad.forEach(receiver -> receiver.awaitCount(1, Platform.SOON));
            platform.deliver(rest);
            List<Duration> took = oneAfterTheOther(platform, good, GOOD);

            assertThat(took.get(GOOD * 99 / 100 - 1)).as("p99 of %s", took).isLessThan(Duration.ofSeconds(1));
            Scrape after = Scrape.of(metrics);
            assertThat(after.value(THREADS)).isLessThan(threads + MORE_THREADS);
            assertThat(after.value("jvm_buffer_pool_used_bytes{pool=\"direct\"}"))
                    .isLessThan(BUFFERS);
            // A poll may bring 500 more than may be held.
            assertThat(after.value("tactus_dispatcher_held{kind=\"delivery\"}"))
                    .isLessThan(DispatcherSettings.DELIVERIES.held() + 500.0);
            for (Deliver hanging : first.subList(0, 2)) {
                Attempted ended = platform.report(hanging, Attempted.class);
                assertThat(ended.error()).contains("no complete answer");
                assertThat(Duration.ofMillis(ended.durationMillis())).isBetween(DEADLINE, DEADLINE.plusSeconds(1));
            }
            Attempted huge = platform.report(first.get(2), Attempted.class);
            assertThat(huge.status()).isEqualTo(200);
            assertThat(huge.response()).hasSizeLessThan(5_000);
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
