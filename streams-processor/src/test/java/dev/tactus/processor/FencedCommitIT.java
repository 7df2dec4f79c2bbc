package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.processor.core.Commits;
import dev.tactus.testkit.PrivateBroker;
import dev.tactus.testkit.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a thread commits that has consumed nothing, as tasks do whose timers fire and whose inputs are quiet. */
@Timeout(120)
class FencedCommitIT {
    private static final String GROUP = "group";
    private static final TopicPartition INPUT = new TopicPartition("input", 0);
    private static final String OUTPUT = "output";

    private final PrivateBroker broker = TestBroker.fresh();
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    private Consumer<byte[], byte[]> consumer;
    private Producer<byte[], byte[]> producer;

    @BeforeEach
    void member() throws Exception {
        admin.createTopics(List.of(new NewTopic(INPUT.topic(), 1, (short) 1), new NewTopic(OUTPUT, 1, (short) 1)))
                .all()
                .get();
        CommitAwareClients clients = new CommitAwareClients(new Commits(System::nanoTime), new ConsumerProgress(admin));
        consumer = clients.getConsumer(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                GROUP,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest"));
        producer = clients.getProducer(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "transactional.id",
                UUID.randomUUID().toString()));
        consumer.subscribe(List.of(INPUT.topic()));
        while (consumer.assignment().isEmpty()) {
            assertThat(consumer.poll(Duration.ofMillis(100))).isEmpty();
        }
        producer.initTransactions();
    }

    @AfterEach
    void close() {
        producer.close();
        consumer.close();
        admin.close();
        broker.close();
    }

    @Test
    @Timeout(60)
    void isCommittedWhileItIsAMemberAndMovesNoOffset() throws Exception {
        commitOneRecord();
        assertThat(offset()).isZero();
        commit(Map.of(INPUT, new OffsetAndMetadata(7)));
        commitOneRecord();
        assertThat(offset()).isEqualTo(7);
    }

    @Test
    void isRefusedOnceItsPartitionsAreAnothers() throws Exception {
        commitOneRecord();
        admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
                .all()
                .get();
        assertThatThrownBy(this::commitOneRecord).isInstanceOf(CommitFailedException.class);
    }

    private void commitOneRecord() {
        commit(Map.of());
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(OUTPUT, new byte[] {1}));
        producer.sendOffsetsToTransaction(consumed, consumer.groupMetadata());
        producer.commitTransaction();
    }

    private long offset() throws Exception {
        // A commit is answered before its offsets are there to be read, and the first is at times not even pending by
        // then.
        OffsetAndMetadata committed = null;
        while (committed == null) {
            committed = admin.listConsumerGroupOffsets(GROUP, new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(INPUT);
        }
        return committed.offset();
    }
}
