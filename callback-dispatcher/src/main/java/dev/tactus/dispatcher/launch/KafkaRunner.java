package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.registry.WorkerTopics;
import dev.tactus.contracts.secret.JobTokens;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.RecordHeaders;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Launches a job by a record on the tenant's own topic; a worker reports on its own. */
final class KafkaRunner implements JobRunner<Runner.Kafka> {
    private final Producer<byte[], byte[]> producer;
    private final JobTokens tokens;

    KafkaRunner(Producer<byte[], byte[]> producer, JobTokens tokens) {
        this.producer = producer;
        this.tokens = tokens;
    }

    @Override
    public PreparedLaunch prepare(LaunchOrder order, Runner.Kafka runner) {
        String topic = runner.topic();
        // The API refuses others; what is in the log may come from elsewhere.
        String tenant = order.launch().tenant();
        if (!WorkerTopics.belongs(topic, tenant)) {
            throw new LaunchRefusedException("the topic " + topic + " is not one of " + tenant
                    + ": deploy the workflow with a topic whose name begins with " + WorkerTopics.prefix(tenant));
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
    private ProducerRecord<byte[], byte[]> record(LaunchOrder order, String topic) {
        Launch launch = order.launch();
        EntityKey key = new EntityKey(launch.tenant(), Objects.requireNonNullElse(launch.scheduleId(), launch.jobId()));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key.bytes(), LaunchDocument.of(order, tokens));
        RecordHeaders.add(record.headers(), RecordHeaders.EVENT_TYPE, "job.launched");
        return record;
    }
}
