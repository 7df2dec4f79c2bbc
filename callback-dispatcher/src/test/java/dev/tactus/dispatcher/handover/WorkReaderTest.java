package dev.tactus.dispatcher.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.contracts.delivery.DispatchWork.Launch;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkReaderTest {
    private static final String ID = "01900000-0000-8000-8000-000000000001";
    private final WorkReader reader = new WorkReader();

    @Test
    void readsAFireAsTheFirstLaunchOfItsJob() {
        String fire = """
                {"job_id": "%s", "tenant": "acme", "schedule_id": "%s", "revision": 2, "workflow": "w", "kind": "cron",
                 "scheduled_at": "2026-05-17T01:15:00.000Z", "params": {"a": 1.50}, "timeout_seconds": 60,
                 "seq": 1, "what_a_newer_version_adds": []}""".formatted(ID, ID);
        assertThat(reader.read(record("schedule-fires", fire))).hasValueSatisfying(work -> {
            Launch launch = (Launch) work;
            assertThat(launch.attempt()).isEqualTo(1);
            assertThat(launch.jobId()).isEqualTo(UUID.fromString(ID));
            assertThat(launch.timeoutSeconds()).isEqualTo(60);
            assertThat(launch.params()).hasToString("{\"a\":1.50}");
            assertThat(launch.deadline()).isNull();
        });
    }

    @Test
    void readsADelivery() {
        String deliver = """
                {"type": "deliver", "tenant": "acme", "delivery_id": "%s", "job_id": "%s", "attempt": 2, "url": "u",
                 "secrets": [], "secret_context": "c", "event_type": "job.failed", "body": "{}"}""".formatted(ID, ID);
        assertThat(reader.read(record("dispatch-work", deliver))).containsInstanceOf(Deliver.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "schedule-fires | null",
                "schedule-fires | no json",
                "schedule-fires | {}",
                "schedule-fires | []",
                "schedule-fires | {\"job_id\": \"no id\"}",
                "dispatch-work | null",
                "dispatch-work | {\"tenant\": \"acme\"}",
                "dispatch-work | {\"type\": \"dance\", \"tenant\": \"acme\"}",
                "dispatch-work | {\"type\": \"launch\", \"tenant\": \"acme\"}",
                "dispatch-work | {\"type\": \"deliver\", \"tenant\": \"acme\"}",
            })
    void countsAndPassesOverWhatItCannotRead(String topic, String value) {
        assertThat(reader.read(record(topic, value))).isEmpty();
        assertThat(reader.unreadable()).isEqualTo(1);
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, String value) {
        return new ConsumerRecord<>(topic, 0, 5, null, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
