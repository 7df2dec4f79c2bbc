package dev.tactus.dispatcher.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.dispatcher.report.ReportRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drives the loop by hand, turn by turn. */
class HandoverLoopTest {
    private static final TopicPartition FIRES = new TopicPartition("schedule-fires", 0);
    private static final TopicPartition WORK = new TopicPartition("dispatch-work", 0);

    private final List<String> begun = new ArrayList<>();
    private final Set<String> full = new HashSet<>();
    private final Set<UUID> ended = new HashSet<>();
    private final AtomicInteger registryFailures = new AtomicInteger();
    private final AtomicInteger clientsMade = new AtomicInteger();

    private MockConsumer<byte[], byte[]> consumer;
    private MockProducer<byte[], byte[]> producer;
    private HandoverClients clients;
    private long offset;
    private final List<ConsumerRecord<byte[], byte[]>> added = new ArrayList<>();

    private final HandoverLoop loop = new HandoverLoop(
            this::nextClients,
            (tenant, name) -> {
                if (registryFailures.getAndDecrement() > 0) {
                    throw new EndedJobsBehindException(0, Duration.ofSeconds(1));
                }
                return Optional.empty();
            },
            (partition, since, jobs) -> jobs.stream().filter(ended::contains).collect(Collectors.toSet()),
            new ReportRecords(new Partitions(1)),
            new WorkTaker() {
                @Override
                public void launch(Launch work, @Nullable Workflow workflow) {
                    assertThat(producer.transactionInFlight()).isFalse();
                    begun.add("launch " + work.attempt());
                }

                @Override
                public void deliver(Deliver work) {
                    assertThat(producer.transactionInFlight()).isFalse();
                    begun.add("deliver " + work.attempt());
                }

                @Override
                public Set<String> full() {
                    return full;
                }
            },
            "me");

    @BeforeEach
    void connect() {
        consumer = new MockConsumer<>("none");
        producer = new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        clients = new HandoverClients(consumer, producer);
        consumer.subscribe(List.of(FIRES.topic(), WORK.topic()));
        consumer.updateEndOffsets(Map.of(FIRES, 0L, WORK, 0L));
        consumer.rebalance(List.of(FIRES, WORK));
        consumer.seek(FIRES, 0);
        consumer.seek(WORK, 0);
    }

    @Test
    void commitsReportsAndOffsetsTogetherAndThenBegins() {
        add(launch(1));
        add(deliver(1));
        add(launch(2));
        loop.turn(clients);

        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactlyInAnyOrder("job-reports", "delivery-reports", "job-reports");
        assertThat(committed()).containsEntry(WORK, 3L);
        assertThat(begun).containsExactly("launch 1", "deliver 1", "launch 2");
        assertThat(Json.read(producer.history().getFirst().value(), JobReport.class))
                .isInstanceOfSatisfying(
                        JobReport.Running.class,
                        running -> assertThat(running.dispatcher()).isEqualTo("me"));
    }

    @Test
    void passesOverWhatItCannotReadAndCountsIt() {
        consumer.addRecord(new ConsumerRecord<>(WORK.topic(), 0, offset++, null, new byte[] {'?'}));
        add(launch(1));
        loop.turn(clients);
        assertThat(begun).containsExactly("launch 1");
        assertThat(committed()).containsEntry(WORK, 2L);
        assertThat(loop.unreadable()).isEqualTo(1);
    }

    @Test
    void rollsBackAndReadsAgainWhatDidNotCommit() {
        producer.commitTransactionException = new KafkaException("the coordinator said no");
        add(launch(1));
        add(launch(2));
        loop.turn(clients);
        assertThat(begun).isEmpty();
        assertThat(producer.history()).isEmpty();
        assertThat(consumer.position(WORK)).isZero();

        producer.commitTransactionException = null;
        addAgain();
        loop.turn(clients);
        assertThat(begun).containsExactly("launch 1", "launch 2");
        assertThat(committed()).containsEntry(WORK, 2L);
    }

    @Test
    void waitsForTheWorkflowsToBeKnown() {
        registryFailures.set(1);
        add(launch(1));
        loop.turn(clients);
        assertThat(begun).isEmpty();
        assertThat(producer.commitCount()).isZero();
        assertThat(consumer.position(WORK)).isZero();

        addAgain();
        loop.turn(clients);
        assertThat(begun).containsExactly("launch 1");
    }

    @Test
    void doesNotLaunchAJobThatHasEnded() {
        Launch launch = launch(1);
        ended.add(launch.jobId());
        add(launch);
        loop.turn(clients);
        assertThat(begun).isEmpty();
        assertThat(producer.history()).isEmpty();
        assertThat(committed()).containsEntry(WORK, 1L);
    }

    @Test
    void pausesWhatIsFullAndNothingElse() {
        full.add(FIRES.topic());
        loop.turn(clients);
        assertThat(consumer.paused()).containsExactly(FIRES);
        full.add(WORK.topic());
        loop.turn(clients);
        assertThat(consumer.paused()).containsExactlyInAnyOrder(FIRES, WORK);
        full.clear();
        full.add(WORK.topic());
        loop.turn(clients);
        assertThat(consumer.paused()).containsExactly(WORK);
        full.clear();
        loop.turn(clients);
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void stopsWhenTheOffsetsAreGoneAndSaysWhatToDo() {
        consumer.setPollException(new NoOffsetForPartitionException(WORK));
        runWithTheseClients();
        assertThatThrownBy(() -> loop.ended().getNow(null))
                .hasCauseInstanceOf(OffsetsGoneException.class)
                .hasMessageContaining("--reset-offsets");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void takesNewClientsWhenTheOldOnesCannotGoOn() {
        producer.commitTransactionException = new ProducerFencedException("another one");
        producer.abortTransactionException = new ProducerFencedException("another one");
        add(launch(1));
        MockConsumer<byte[], byte[]> old = consumer;
        runWithTheseClients();
        assertThat(begun).isEmpty();
        assertThat(old.closed()).isTrue();
        assertThat(clientsMade).hasValue(2);
        assertThat(loop.ended()).isCompletedWithValue(null);
    }

    /** Runs the loop until it asks for clients a second time, or ends by itself. */
    private void runWithTheseClients() {
        loop.run();
    }

    private HandoverClients nextClients() {
        if (clientsMade.incrementAndGet() == 1) {
            return clients;
        }
        loop.close();
        throw new KafkaException("no more clients in this test");
    }

    private void add(DispatchWork work) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(WORK.topic(), 0, offset++, new byte[0], Json.bytes(work));
        added.add(record);
        consumer.addRecord(record);
    }

    /** The mock has forgotten what it gave out; a broker has not. */
    private void addAgain() {
        added.forEach(consumer::addRecord);
    }

    private Map<TopicPartition, Long> committed() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        producer.consumerGroupOffsetsHistory()
                .forEach(groups -> groups.values()
                        .forEach(of -> of.forEach((partition, at) -> offsets.put(partition, at.offset()))));
        return offsets;
    }

    private static Launch launch(int attempt) {
        return new Launch("acme", Ids.random(Instant.now()), attempt, "w", Json.object(), 60, null, null, null);
    }

    private static Deliver deliver(int attempt) {
        return new Deliver(
                "acme",
                Ids.random(Instant.now()),
                Ids.random(Instant.now()),
                attempt,
                "http://127.0.0.1/",
                List.of(),
                "c",
                "job.completed",
                "{}",
                false);
    }
}
