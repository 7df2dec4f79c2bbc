package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.RecordHeaders;
import dev.tactus.contracts.topic.Topic;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Launches a job by a record on the tenant's own topic; a worker reports on its own. */
final class KafkaRunner implements JobRunner<Runner.Kafka> {
    private static final Set<String> OWN =
            Arrays.stream(Topic.values()).map(Topic::topicName).collect(Collectors.toUnmodifiableSet());

    private final Producer<byte[], byte[]> producer;

    KafkaRunner(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public PreparedLaunch prepare(LaunchOrder order, Runner.Kafka runner) {
        String topic = runner.topic();
        // Else a tenant could forge fires and reports of others.
        if (OWN.contains(topic) || topic.startsWith("__") || topic.startsWith("tactus-")) {
            throw new LaunchRefusedException(
                    "the topic " + topic + " belongs to the platform: deploy the workflow with a topic of your own");
        }
        return new PreparedLaunch() {
            @Override
            public String lane() {
                return "kafka:" + topic;
            }

            @Override
            public LaunchOutcome run(Runnable started) {
                return send(order, topic);
            }

            @Override
            public void abort() {
                // It can't be taken back; the worker's report will be refused.
            }
        };
    }

    private LaunchOutcome send(LaunchOrder order, String topic) {
        try {
            producer.send(record(order, topic)).get();
            return new LaunchOutcome.Accepted();
        } catch (ExecutionException e) {
            return failed(topic, e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            return failed(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LaunchOutcome.Aborted();
        }
    }

    private static LaunchOutcome failed(String topic, Throwable cause) {
        return new LaunchOutcome.Failed(
                "the job could not be written to the topic " + topic + ": " + cause.getMessage(), true);
    }

    /** Keyed by the schedule where there is one, so that a topic keeps the order of its fires. */
    private static ProducerRecord<byte[], byte[]> record(LaunchOrder order, String topic) {
        Launch launch = order.launch();
        EntityKey key = new EntityKey(launch.tenant(), Objects.requireNonNullElse(launch.scheduleId(), launch.jobId()));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key.bytes(), LaunchDocument.of(order));
        RecordHeaders.add(record.headers(), RecordHeaders.EVENT_TYPE, "job.launched");
        return record;
    }
}
