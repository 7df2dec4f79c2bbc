package dev.tactus.processor;

import dev.tactus.processor.core.Commits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's own clients, and {@link Commits#committed} after each commit that the broker has confirmed. Kafka Streams has
 * no hook there: it calls a processor before its commit, and nothing after it, while an outcome must not be told before.
 * And no commit of theirs succeeds when their thread's partitions are another's.
 *
 * <p>Kafka Streams 4.3.1 makes one producer per stream thread, calls it on that thread only, and knows it by its
 * interface; a fenced thread asks for a new one here.
 */
final class CommitAwareClients implements KafkaClientSupplier {
    private final Commits commits;
    private final ConsumerProgress progress;
    private final WakeableConsumers consumers = new WakeableConsumers();

    CommitAwareClients(Commits commits, ConsumerProgress progress) {
        this.commits = commits;
        this.progress = progress;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new CommitAwareProducer(
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()), commits, progress);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return progress.watch(LeavingConsumer.of(consumers.make(config)));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumers.make(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumers.make(config);
    }

    /** Ends the polls that are under way. May be called from any thread. */
    void endPolls() {
        consumers.wakeUp();
    }

    private static final class CommitAwareProducer implements Producer<byte[], byte[]> {
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
            // When this throws, the transaction may have been committed or not: then nobody is told, the task ends, and
            // whoever waited asks the next owner, who knows.
            waiting(producer::commitTransaction);
            commits.committed(Duration.ofNanos(waitedNanos));
            waitedNanos = 0;
        }

        private void waiting(Runnable call) {
            long begun = System.nanoTime();
            call.run();
            waitedNanos += System.nanoTime() - begun;
        }

        @Override
        public void initTransactions() {
            producer.initTransactions();
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
            Map<TopicPartition, OffsetAndMetadata> sent = offsets.isEmpty() ? progress.committed() : offsets;
            waiting(() -> producer.sendOffsetsToTransaction(sent, groupMetadata));
        }

        @Override
        public void abortTransaction() {
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

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            return producer.partitionsFor(topic);
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
}
