package dev.tactus.processor.core;

import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Lets commands pass reports. Of a task's inputs Kafka Streams takes the record with the lowest timestamp next, so a
 * command behind many reports would wait for all of them. Reports are taken to be younger than they are, by no more than
 * {@link #LEAD}: a flood of commands delays them by no more than that.
 */
final class CommandsFirst implements TimestampExtractor {
    /** A third of a job's lease: reports that come late must not cost it. */
    private static final Duration LEAD = Duration.ofSeconds(10);

    private static final Set<String> REPORTS =
            Inputs.REPORTS.stream().map(Topic::topicName).collect(Collectors.toSet());

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return REPORTS.contains(record.topic()) ? record.timestamp() + LEAD.toMillis() : record.timestamp();
    }

    /** When the broker took a report, in epoch milliseconds. */
    static long reportedAt(Record<?, ?> report) {
        return report.timestamp() - LEAD.toMillis();
    }
}
