package dev.tactus.api.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.api.http.ApiException;
import dev.tactus.api.http.ErrorCode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.OutcomeTimeoutException;
import dev.tactus.contracts.query.PartitionOwners;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class CommandSenderTest {
    private static final UUID COMMAND = new UUID(1, 1);
    private static final Outcome APPLIED = new Outcome.Applied(1, Json.object());
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Deque<Supplier<Outcome>> outcomes = new ArrayDeque<>();

    @Test
    void whatCouldNotBeQueuedWasNotWritten() {
        producer.sendException = new TimeoutException("Topic schedule-commands not present in metadata after 2500 ms.");
        assertThatThrownBy(this::send)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
    }

    /** As Kafka's own producer tells it, where the other throws. */
    @Test
    void soIsWhatFailsWithinTheCall() {
        assertThatThrownBy(() -> send(new FailingProducer(Runnable::run), LONG))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
    }

    @Test
    void whatFailsOnTheProducersThreadMayBeWrittenHoweverSoonItFails() {
        FailingProducer failing = new FailingProducer(
                callback -> CompletableFuture.runAsync(callback).join());
        assertThatThrownBy(() -> send(failing, LONG))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATEWAY_TIMEOUT));
    }

    @Test
    void whatWasNotAcknowledgedInTimeMayBeWritten() {
        MockProducer<byte[], byte[]> slow =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void flush() {
                        // Otherwise it acknowledges what was sent.
                    }
                };
        assertThatThrownBy(() -> send(slow, SHORT))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATEWAY_TIMEOUT));
        assertThat(slow.history()).hasSize(1);
    }

    @Test
    void theNewOwnerIsAskedWhenTheOldOneIsGone() {
        outcomes.add(() -> {
            throw new PartitionUnavailableException(2, "it moves");
        });
        outcomes.add(() -> {
            throw new PartitionUnavailableException(2, "it moves");
        });
        outcomes.add(() -> APPLIED);
        assertThat(send(producer, LONG)).isEqualTo(APPLIED);
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void anOutcomeThatDoesNotComeIsUnknown() {
        outcomes.add(() -> {
            throw new OutcomeTimeoutException(COMMAND);
        });
        assertThatThrownBy(this::send)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATEWAY_TIMEOUT));
    }

    @Test
    void anOwnerThatDoesNotComeBackLeavesTheOutcomeUnknown() {
        for (int i = 0; i < 100; i++) {
            outcomes.add(() -> {
                throw new PartitionUnavailableException(2, "it is gone");
            });
        }
        assertThatThrownBy(this::send)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATEWAY_TIMEOUT));
    }

    @Test
    void whoIsAloneDoesNotWaitForOthersToSendWith() {
        AtomicInteger flushes = new AtomicInteger();
        MockProducer<byte[], byte[]> counting =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void flush() {
                        flushes.incrementAndGet();
                    }
                };
        CommandSender sender = new CommandSender(counting, new Owners(), LONG);
        outcomes.add(() -> APPLIED);
        send(sender);
        assertThat(flushes).hasValue(1);
        // The second is sent while the first waits for its outcome.
        outcomes.add(() -> send(sender));
        outcomes.add(() -> APPLIED);
        send(sender);
        assertThat(counting.history()).hasSize(3);
        assertThat(flushes).hasValue(2);
    }

    private Outcome send() {
        return send(producer, SHORT);
    }

    private Outcome send(MockProducer<byte[], byte[]> through, Duration timeout) {
        return send(new CommandSender(through, new Owners(), timeout));
    }

    private static Outcome send(CommandSender sender) {
        return sender.send(
                Topic.SCHEDULE_COMMANDS, 2, new byte[] {1}, new byte[] {2}, CommandHeaders.of(COMMAND, "tester"));
    }

    /** Its records have failed when the call returns. */
    private static final class FailingProducer extends MockProducer<byte[], byte[]> {
        private final Executor told;

        /** @param told where the callback is told of it */
        FailingProducer(Executor told) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.told = told;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            TimeoutException failure = new TimeoutException("on purpose");
            told.execute(() -> callback.onCompletion(null, failure));
            return CompletableFuture.failedFuture(failure);
        }
    }

    private final class Owners implements PartitionOwners {
        @Override
        public Outcome outcome(int partition, UUID commandId, Duration timeout) {
            return outcomes.remove().get();
        }

        @Override
        public JsonNode query(int partition, Query query) {
            throw new AssertionError("sending a command asks for its outcome and nothing else");
        }

        @Override
        public List<JsonNode> queryAll(Query query) {
            throw new AssertionError("sending a command asks for its outcome and nothing else");
        }

        @Override
        public boolean ready() {
            return true;
        }
    }
}
