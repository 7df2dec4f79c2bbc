package dev.tactus.dispatcher.report;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The form of reports on Kafka: keyed by their job, in the job's partition. */
public record ReportRecords(Partitions partitions) {
    public ProducerRecord<byte[], byte[]> of(JobReport report) {
        return record(Topic.JOB_REPORTS, report.tenant(), report.jobId(), Json.bytes(report));
    }

    /** @param jobId whose callback it is */
    public ProducerRecord<byte[], byte[]> of(DeliveryReport report, UUID jobId) {
        return record(Topic.DELIVERY_REPORTS, report.tenant(), jobId, Json.bytes(report));
    }

    private ProducerRecord<byte[], byte[]> record(Topic topic, String tenant, UUID jobId, byte[] value) {
        return new ProducerRecord<>(
                topic.topicName(), partitions.of(jobId), new EntityKey(tenant, jobId).bytes(), value);
    }
}
