package dev.tactus.processor;

import dev.tactus.processor.core.Commits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.metrics.KafkaMetric;

/**
 * One stream thread's producer. It says when the broker has confirmed a commit, lets none succeed when the thread's
 * partitions are another's, and lets none fail for a part of the thread's tasks only.
 */
final class CommitAwareProducer implements Producer<byte[], byte[]> {
    private final Producer<byte[], byte[]> producer;
    private final Commits commits;
    private final ConsumerProgress progress;
    /** Since the last commit, for how long the thread waited for the broker. */
    private long waitedNanos;

    CommitAwareProducer(Producer<byte[], byte[]> producer, Commits commits, ConsumerProgress progress) {
        this.producer = producer;
        this.commits = commits;
        this.progress = progress;
    }

    @Override
    public void commitTransaction() {
        // When this throws, the transaction may have been committed or not: then nobody is told, the tasks end, and
        // whoever waited asks the next owner, who knows.
        committing(producer::commitTransaction);
        commits.committed(Duration.ofNanos(waitedNanos));
        waitedNanos = 0;
    }

    /**
     * When a commit times out, Kafka Streams 4.3.1 takes it for failed in those tasks only that have offsets in it, and for
     * done in the others: their state would say that an instant fired whose event the broker rolls back. As a failure of
     * the commit it ends all tasks of the thread, and they begin again from what is committed.
     */
    private void committing(Runnable call) {
        if (commits.haveFailed()) {
            throw new CommitFailedException(
                    "this thread's transaction was aborted or could not be committed, so that all"
                            + " of its tasks begin again from what is committed");
        }
        try {
            waiting(call);
        } catch (RuntimeException e) {
            commits.failed();
            throw e instanceof TimeoutException ? timedOut(e) : e;
        }
    }

    private static CommitFailedException timedOut(RuntimeException e) {
        CommitFailedException failed = new CommitFailedException("the commit timed out, so that all of this thread's"
                + " tasks begin again from what is committed: " + e.getMessage());
        failed.initCause(e);
        return failed;
    }

    private void waiting(Runnable call) {
        long begun = System.nanoTime();
        call.run();
        waitedNanos += System.nanoTime() - begun;
    }

    @Override
    public void initTransactions() {
        producer.initTransactions();
        commits.begun();
    }

    @Override
    public void beginTransaction() {
        producer.beginTransaction();
    }

    /**
     * The one place where the broker refuses a thread whose partitions are another's by now: these offsets come with its
     * membership. Without offsets there is no such request, and tasks that have consumed nothing since they were opened
     * have none, though their timers fire. So one that is committed is sent then.
     */
    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        committing(() ->
                producer.sendOffsetsToTransaction(offsets.isEmpty() ? progress.committed() : offsets, groupMetadata));
    }

    /**
     * Kafka Streams aborts what all tasks of the thread have done when it closes one of them as dirty, also one that has
     * done nothing but restore, and goes on with the others: so they are not to commit what follows from it.
     */
    @Override
    public void abortTransaction() {
        commits.failed();
        producer.abortTransaction();
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        producer.registerMetricForSubscription(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        producer.unregisterMetricFromSubscription(metric);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return producer.send(record);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        return producer.send(record, callback);
    }

    @Override
    public void flush() {
        waiting(producer::flush);
    }

    /**
     * Asked for before each record is sent. Should it time out in the middle of a tick, Kafka Streams 4.3.1 takes that for a
     * failure of that one task, and commits the transaction with what the tick has sent so far, but without its state
     * ({@code TaskManager.handleCorruption}).
     */
    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        try {
            return producer.partitionsFor(topic);
        } catch (RuntimeException e) {
            commits.failed();
            throw e;
        }
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return producer.metrics();
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return producer.clientInstanceId(timeout);
    }

    @Override
    public void close() {
        producer.close();
    }

    @Override
    public void close(Duration timeout) {
        producer.close(timeout);
    }
}
