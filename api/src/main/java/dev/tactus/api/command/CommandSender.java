package dev.tactus.api.command;

import dev.tactus.api.http.ApiException;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.OutcomeTimeoutException;
import dev.tactus.contracts.query.PartitionOwners;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a command and waits for what becomes of it. Three ends are told apart, because the client must know whether to
 * send again: nothing was written (503), it may have been written (504), and the outcome.
 */
public final class CommandSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSender.class);

    private final Producer<byte[], byte[]> producer;
    private final PartitionOwners owners;
    private final Duration timeout;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param producer idempotent, with {@code acks=all}; closed with this
     * @param timeout from the send to the outcome, all in all
     */
    public CommandSender(Producer<byte[], byte[]> producer, PartitionOwners owners, Duration timeout) {
        this.producer = producer;
        this.owners = owners;
        this.timeout = timeout;
    }

    /**
     * @param partition where the command's key belongs, and where its id says that its outcome will be
     * @throws ApiException when nothing was written, or the outcome is not known in time
     */
    public Outcome send(Topic topic, int partition, byte[] key, byte[] value, CommandHeaders headers) {
        waiting.incrementAndGet();
        try {
            return sendAndWait(topic, partition, key, value, headers);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** How many commands are being sent or wait for their outcome. */
    public int waiting() {
        return waiting.get();
    }

    private Outcome sendAndWait(Topic topic, int partition, byte[] key, byte[] value, CommandHeaders headers) {
        Deadline deadline = Deadline.in(timeout);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic.topicName(), partition, key, value);
        headers.write(record.headers());
        write(record, headers.commandId(), deadline);
        try {
            return Backoff.until(deadline, () -> owners.outcome(partition, headers.commandId(), deadline.left()));
        } catch (PartitionUnavailableException | OutcomeTimeoutException e) {
            LOG.warn("command {} on {}-{} has no outcome yet: {}", headers.commandId(), topic, partition, e.toString());
            throw ApiException.unknownOutcome(headers.commandId());
        }
    }

    private void write(ProducerRecord<byte[], byte[]> record, UUID commandId, Deadline deadline) {
        // What fails before the record is queued (no metadata, no room, too large) is told on this thread, within the
        // call; what fails later is told on the producer's own.
        Thread caller = Thread.currentThread();
        AtomicBoolean notQueued = new AtomicBoolean();
        Future<RecordMetadata> written;
        try {
            written = producer.send(
                    record,
                    (metadata, failure) -> notQueued.set(
                            failure != null && Thread.currentThread().equals(caller)));
        } catch (KafkaException e) {
            throw notWritten(commandId, e);
        }
        try {
            if (waiting.get() == 1) {
                // It has nobody to share a request with. Ends when the producer gives up, if not before.
                producer.flush();
            }
            written.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (notQueued.get()) {
                throw notWritten(commandId, e);
            }
            LOG.warn("command {} may or may not be written: {}", commandId, String.valueOf(e.getCause()));
            throw ApiException.unknownOutcome(commandId);
        } catch (TimeoutException e) {
            throw ApiException.unknownOutcome(commandId);
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            throw ApiException.unknownOutcome(commandId);
        }
    }

    private static ApiException notWritten(UUID commandId, Exception why) {
        LOG.warn("command {} was not written: {}", commandId, why.toString());
        return ApiException.unavailable("Nothing was changed, Kafka takes no commands right now: try again");
    }

    @Override
    public void close() {
        producer.close(timeout);
    }
}
