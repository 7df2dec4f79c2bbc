package dev.tactus.processor.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeadLetter;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fact lies where its state is; a dead letter is numbered by the partition that wrote it, and must lie there. */
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

    @Test
    void whatATenantsPartitionTellsTheOthersGoesToAllOfThem() {
        RegistryCommand command =
                new RegistryCommand.DisableSchedules("acme", "a/b", new UUID(1, 2), null, Instant.EPOCH);
        Set<Integer> told = new KeyPartitioner()
                .partitions(Topic.REGISTRY_COMMANDS.topicName(), command.key().getBytes(UTF_8), Json.bytes(command), 4)
                .orElseThrow();
        assertThat(told).hasSize(3).doesNotContain(new Partitions(4).ofTenant("acme"));
        assertThat(RegistryCommand.isForOthers(Workflow.key("acme", "disable-schedules/x")))
                .isFalse();
    }
}
