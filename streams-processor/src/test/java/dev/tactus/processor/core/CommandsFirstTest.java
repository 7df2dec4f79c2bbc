package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.topic.Topic;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandsFirstTest {
    private static final long AT = 1_800_000_000_000L;

    private final CommandsFirst order = new CommandsFirst();

    static List<Topic> commands() {
        return Inputs.COMMANDS;
    }

    static List<Topic> reports() {
        return Inputs.REPORTS;
    }

    private long placeOf(Topic topic, long timestamp) {
        return order.extract(
                new ConsumerRecord<>(
                        topic.topicName(),
                        0,
                        7,
                        timestamp,
                        TimestampType.LOG_APPEND_TIME,
                        0,
                        0,
                        null,
                        null,
                        new RecordHeaders(),
                        Optional.empty()),
                -1);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandKeepsItsTime(Topic topic) {
        assertThat(placeOf(topic, AT)).isEqualTo(AT);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aReportLetsCommandsPassThatCameALittleLater(Topic topic) {
        assertThat(placeOf(topic, AT)).isGreaterThan(placeOf(Topic.SCHEDULE_COMMANDS, AT + 9_999));
        assertThat(placeOf(topic, AT)).isLessThan(placeOf(Topic.SCHEDULE_COMMANDS, AT + 10_001));
    }

    @Test
    void aReportsOwnTimeIsKnown() {
        long place = placeOf(Topic.JOB_REPORTS, AT);
        assertThat(CommandsFirst.reportedAt(new Record<>(null, null, place))).isEqualTo(AT);
    }
}
