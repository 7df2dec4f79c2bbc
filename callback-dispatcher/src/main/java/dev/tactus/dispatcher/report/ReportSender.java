package dev.tactus.dispatcher.report;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends reports through an idempotent producer: a heartbeat once, an outcome until Kafka has it. */
public final class ReportSender {
    private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);

    private final Producer<byte[], byte[]> producer;
    private final ScheduledExecutorService timer;
    private final Duration pause;
    private volatile boolean closed;

    /** @param pause between two tries of the same report */
    public ReportSender(Producer<byte[], byte[]> producer, ScheduledExecutorService timer, Duration pause) {
        this.producer = producer;
        this.timer = timer;
        this.pause = pause;
    }

    /** Drops what is yet to be said: the leases of it end, and it is done again elsewhere. */
    public void close() {
        closed = true;
    }

    /** Sends it once; the next heartbeat makes up for one that is lost. */
    public void beat(ProducerRecord<byte[], byte[]> heartbeat) {
        send(heartbeat, failure -> {
            if (failure != null && !closed) {
                LOG.warn("a heartbeat was not sent: {}", failure.toString());
            }
        });
    }

    /** Sends it until Kafka has it; the future then completes, and never fails. */
    public CompletableFuture<Void> deliver(ProducerRecord<byte[], byte[]> outcome) {
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        attempt(outcome, accepted);
        return accepted;
    }

    private void attempt(ProducerRecord<byte[], byte[]> outcome, CompletableFuture<Void> accepted) {
        send(outcome, failure -> {
            if (failure == null) {
                accepted.complete(null);
                return;
            }
            if (closed) {
                return;
            }
            LOG.error(
                    "an outcome was not accepted by {}-{} and is sent again in {} ms: {}",
                    outcome.topic(),
                    outcome.partition(),
                    pause.toMillis(),
                    failure.toString());
            var unused = timer.schedule(() -> attempt(outcome, accepted), pause.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    private void send(ProducerRecord<byte[], byte[]> report, Sent sent) {
        try {
            var unused = producer.send(report, (metadata, failure) -> sent.ended(failure));
        } catch (KafkaException | IllegalStateException e) {
            sent.ended(e);
        }
    }

    private interface Sent {
        void ended(@Nullable Exception failure);
    }
}
