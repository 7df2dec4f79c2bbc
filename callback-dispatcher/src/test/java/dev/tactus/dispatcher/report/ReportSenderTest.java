package dev.tactus.dispatcher.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportSenderTest {
    private static final ProducerRecord<byte[], byte[]> REPORT = new ProducerRecord<>("job-reports", 0, null, null);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ReportSender sender = new ReportSender(producer, timer, Duration.ofMillis(1));

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void sendsAnOutcomeUntilKafkaHasIt() throws Exception {
        CompletableFuture<Void> accepted = sender.deliver(REPORT);
        for (int failures = 0; failures < 3; failures++) {
            awaitSent(failures + 1);
            assertThat(accepted).isNotDone();
            producer.errorNext(new TimeoutException("no leader"));
        }
        awaitSent(4);
        producer.completeNext();
        accepted.get(60, TimeUnit.SECONDS);
        assertThat(producer.history()).hasSize(4);
    }

    @Test
    void survivesASendThatThrows() throws Exception {
        producer.sendException = new TimeoutException("no metadata");
        CompletableFuture<Void> accepted = sender.deliver(REPORT);
        assertThat(accepted).isNotDone();
        producer.sendException = null;
        awaitSent(1);
        producer.completeNext();
        accepted.get(60, TimeUnit.SECONDS);
    }

    @Test
    void sendsAHeartbeatOnce() {
        sender.beat(REPORT);
        producer.errorNext(new TimeoutException("no leader"));
        assertThat(producer.history()).hasSize(1);
    }

    /** The timer's queue is done with once a task behind has run; the next try was put there a millisecond ahead. */
    private void awaitSent(int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (producer.history().size() < count && System.nanoTime() < end) {
            timer.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).get(60, TimeUnit.SECONDS);
        }
        assertThat(producer.history()).hasSize(count);
    }
}
