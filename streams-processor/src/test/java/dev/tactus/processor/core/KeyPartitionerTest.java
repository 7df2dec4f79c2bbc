package dev.tactus.processor.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeadLetter;
import dev.tactus.contracts.topic.Topic;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dead letter is numbered by the partition that wrote it, and must lie there. */
class KeyPartitionerTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "no key, schedule-commands-3@17, 3",
                "'', job-reports-11@0, 11",
                "acme/webhook/copy, registry-commands-2@5, 2",
                "acme/00000000-0000-8005-8000-000000000000, schedule-commands-7@1, 7",
                "acme/00000000-0000-8005-8000-000000000000, none, 5",
            })
    void aDeadLetterStaysWithItsRecordAndElseWithItsKey(String key, String source, int partition) {
        DeadLetter letter = new DeadLetter(null, "record", key, "reason", source, null, Instant.EPOCH, 1);
        assertThat(new KeyPartitioner()
                        .partitions(Topic.DEAD_LETTERS.topicName(), key.getBytes(UTF_8), Json.bytes(letter), 12))
                .isEqualTo(Optional.of(Set.of(partition)));
    }
}
