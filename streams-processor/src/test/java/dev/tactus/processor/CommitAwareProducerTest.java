package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.processor.core.Commits;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Kafka Streams hears of a commit, and when those hear of it who wait for one. */
class CommitAwareProducerTest {
    private static final TimeoutException TIMED_OUT = new TimeoutException("on purpose");
    private static final ConsumerGroupMetadata GROUP = new MockConsumer<>("earliest").groupMetadata();
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(new TopicPartition("in", 0), new OffsetAndMetadata(1));

    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>();
    private final Commits commits = new Commits(System::nanoTime);
    private final AtomicInteger told = new AtomicInteger();
    private CommitAwareProducer producer;

    @BeforeEach
    void beginTransaction() {
        commits.register(told::incrementAndGet);
        producer = new CommitAwareProducer(kafka, commits, new ConsumerProgress(ConsumerProgressTest.noAdmin()));
        producer.initTransactions();
        producer.beginTransaction();
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void tellsOfACommitThatTheBrokerConfirmed() {
        producer.sendOffsetsToTransaction(OFFSETS, GROUP);
        assertThat(told).hasValue(0);
        producer.commitTransaction();
        assertThat(told).hasValue(1);
        assertThat(kafka.consumerGroupOffsetsHistory()).containsExactly(Map.of(GROUP.groupId(), OFFSETS));
    }

    /** To Kafka Streams a time-out is the failure of those tasks that have offsets in the commit, and of no other. */
    @Test
    void aCommitThatTimesOutIsOneThatFailed() {
        kafka.commitTransactionException = TIMED_OUT;
        assertThatThrownBy(producer::commitTransaction)
                .isInstanceOf(CommitFailedException.class)
                .hasMessageContaining("on purpose")
                .hasCause(TIMED_OUT);
        assertThat(told).hasValue(0);
    }

    @Test
    void soIsOneWhoseOffsetsTimeOut() {
        kafka.sendOffsetsToTransactionException = TIMED_OUT;
        assertThatThrownBy(() -> producer.sendOffsetsToTransaction(OFFSETS, GROUP))
                .isInstanceOf(CommitFailedException.class)
                .hasCause(TIMED_OUT);
    }

    /** Kafka Streams goes on after it with the other tasks of the thread, which have lost what they did. */
    @Test
    void afterAnAbortTheThreadCommitsNothingUntilItBeginsAnew() {
        producer.abortTransaction();
        producer.beginTransaction();
        assertThatThrownBy(() -> producer.sendOffsetsToTransaction(OFFSETS, GROUP))
                .isInstanceOf(CommitFailedException.class);
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(CommitFailedException.class);
        assertThat(kafka.commitCount()).isZero();
        assertThat(told).hasValue(0);

        MockProducer<byte[], byte[]> next = new MockProducer<>();
        try (CommitAwareProducer anew =
                new CommitAwareProducer(next, commits, new ConsumerProgress(ConsumerProgressTest.noAdmin()))) {
            anew.initTransactions();
            anew.beginTransaction();
            anew.commitTransaction();
        }
        assertThat(next.commitCount()).isEqualTo(1);
        assertThat(told).hasValue(1);
    }

    /** Kafka Streams would commit what the tick had sent before it, without its state. */
    @Test
    void afterATopicThatIsNotFoundTheThreadCommitsNothing() {
        kafka.partitionsForException = TIMED_OUT;
        assertThatThrownBy(() -> producer.partitionsFor("out")).isSameAs(TIMED_OUT);
        assertThatThrownBy(() -> producer.sendOffsetsToTransaction(OFFSETS, GROUP))
                .isInstanceOf(CommitFailedException.class);
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(CommitFailedException.class);
        assertThat(kafka.commitCount()).isZero();
    }

    @Test
    void otherFailuresStayAsTheyAre() {
        ProducerFencedException fenced = new ProducerFencedException("on purpose");
        kafka.commitTransactionException = fenced;
        assertThatThrownBy(producer::commitTransaction).isSameAs(fenced);
        assertThat(told).hasValue(0);
    }
}
