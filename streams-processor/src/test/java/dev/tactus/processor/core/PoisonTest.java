package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DeliveryReport.Cause;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that no producer of ours writes, on every input: each is put aside, and what is good goes on. */
class PoisonTest {
    private static final Instant START = Instant.parse("2027-01-10T09:59:30.500Z");
    private static final Instant TEN = Instant.parse("2027-01-10T10:00:00Z");

    /** In the second of two partitions. */
    private static final UUID ELSEWHERE = Ids.derived(START.toEpochMilli(), 1, "elsewhere");

    @TempDir
    private Path stateDir;

    private record Poison(Topic topic, String what, byte[] key, byte[] value) {
        @Override
        public String toString() {
            return topic.topicName() + ": " + what;
        }
    }

    static Stream<Poison> poisons() {
        byte[] key = "acme/%s"
                .formatted(Ids.derived(START.toEpochMilli(), 0, "here"))
                .getBytes(StandardCharsets.UTF_8);
        byte[] garbage = {(byte) 0xff, 0, 17, (byte) 0xc3, (byte) 0x28};
        return Inputs.TOPICS.stream().flatMap(topic -> {
            byte[] good = good(topic);
            return Stream.of(
                    new Poison(topic, "garbage", key, garbage),
                    new Poison(topic, "nothing", key, new byte[0]),
                    new Poison(topic, "truncated JSON", key, Arrays.copyOf(good, good.length / 2)),
                    new Poison(topic, "JSON of another kind", key, "[1]".getBytes(StandardCharsets.UTF_8)),
                    new Poison(topic, "JSON null", key, "null".getBytes(StandardCharsets.UTF_8)),
                    new Poison(topic, "an empty object", key, "{}".getBytes(StandardCharsets.UTF_8)),
                    new Poison(topic, "a huge value", key, new byte[900_000]),
                    new Poison(topic, "no key", null, good),
                    new Poison(
                            topic,
                            "of another partition",
                            ("acme/" + ELSEWHERE).getBytes(StandardCharsets.UTF_8),
                            good));
        });
    }

    /** What is in order, but for another partition. */
    private static byte[] good(Topic topic) {
        return switch (topic) {
            case SCHEDULE_COMMANDS ->
                new ScheduleCommand.Put(Definition.with(Definition.everyMinute(START), "id", ELSEWHERE)).bytes();
            case SCHEDULE_ACTIONS -> Json.bytes(new Action.Trigger("acme", ELSEWHERE, null));
            case JOB_REPORTS -> Json.bytes(new JobReport.Completed("acme", ELSEWHERE, 1, Json.object()));
            case DELIVERY_REPORTS -> Json.bytes(new DeliveryReport.Deferred("acme", ELSEWHERE, 1, 5, Cause.BUSY));
            case REGISTRY_COMMANDS -> Json.bytes(new RegistryCommand.Remove(tenantOfTheSecond(), "echo", false));
            default -> throw new IllegalArgumentException(topic + " is no input");
        };
    }

    private static String tenantOfTheSecond() {
        return Stream.of("a", "b", "c", "d", "e", "f", "g", "h")
                .filter(tenant -> new Partitions(2).ofTenant(tenant) == 1)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("poisons")
    void isPutAsideAndThePartitionGoesOn(Poison poison) {
        try (TestPartition partition = TestPartition.firstOf(new Partitions(2), stateDir, START)) {
            ScheduleDefinition before = here("before");
            partition.create(before);

            partition.raw(poison.topic(), poison.key(), poison.value(), new RecordHeaders());

            assertThat(partition.events(Topic.DEAD_LETTERS)).singleElement().satisfies(letter -> {
                assertThat(letter.path("kind").asText()).isEqualTo("record");
                assertThat(letter.path("source").asText())
                        .startsWith(poison.topic().topicName() + "-0@");
                assertThat(letter.path("reason").asText()).isNotBlank();
                assertThat(letter.path("payload").asText()).hasSizeLessThanOrEqualTo(64 * 1024);
            });
            ScheduleDefinition after = here("after");
            assertThat(partition.create(after)).isInstanceOf(Outcome.Applied.class);
            partition.runTo(TEN.plusSeconds(1));
            assertThat(partition.fires())
                    .extracting(FireEvent::scheduleId)
                    .containsExactlyInAnyOrder(before.id(), after.id());
        }
    }

    @Test
    void aNullEndsACompactedKeyAndIsPutAsideElsewhere() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            byte[] key = ("acme/" + ELSEWHERE).getBytes(StandardCharsets.UTF_8);
            Inputs.TOPICS.forEach(topic -> partition.raw(topic, key, null, new RecordHeaders()));

            assertThat(partition.events(Topic.DEAD_LETTERS))
                    .extracting(letter -> letter.path("source").asText())
                    .containsExactly("schedule-actions-0@0", "job-reports-0@0", "delivery-reports-0@0");
        }
    }

    @Test
    void whoeverWaitsForAPoisonedCommandIsTold() {
        try (TestPartition partition = TestPartition.firstOf(new Partitions(2), stateDir, START)) {
            ScheduleDefinition elsewhere = Definition.with(Definition.everyMinute(START), "id", ELSEWHERE);
            Outcome outcome = partition.create(elsewhere);

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                assertThat(refused.reason()).isEqualTo(Outcome.Reason.FAILED);
                assertThat(refused.message()).contains("belongs in partition 1");
            });
            assertThat(partition.fires()).isEmpty();
        }
    }

    /** Each instant until then would be decided with it, at once. */
    @Test
    void aCommandFromFarAheadIsPutAside() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            ScheduleDefinition taken = here("taken");
            ScheduleDefinition refused = here("refused");
            CommandHeaders headers = partition.headers();
            Outcome outcome = partition.commandAt(
                    START.plus(Inputs.MOST_AHEAD).plusMillis(1),
                    new ScheduleCommand.Put(refused),
                    refused.key(),
                    headers);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            no -> assertThat(no.message())
                                    .contains(
                                            "is stamped 2027-01-10T15:59:30.501Z by the broker, 21600 s ahead",
                                            "set the clocks right"));
            assertThat(partition.events(Topic.DEAD_LETTERS)).hasSize(1);

            assertThat(partition.commandAt(
                            START.plus(Inputs.MOST_AHEAD),
                            new ScheduleCommand.Put(taken),
                            taken.key(),
                            partition.headers()))
                    .isInstanceOf(Outcome.Applied.class);
        }
    }

    @Test
    void aDefinitionUnderAnothersKeyIsPutAside() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            ScheduleDefinition definition = here("one");
            EntityKey other = here("other").key();
            partition.command(new ScheduleCommand.Put(definition), other, partition.headers());

            assertThat(partition.events(Topic.DEAD_LETTERS)).hasSize(1);
            assertThat(partition.events(Topic.SCHEDULE_EVENTS)).isEmpty();
        }
    }

    /** No API writes a definition that lacks a policy; a hand-written record may. */
    @Test
    void aScheduleWhoseDecisionThrowsIsTriedAgainEachMinuteAndHoldsNobodyUp() {
        try (TestPartition partition = new TestPartition(stateDir, START)) {
            ScheduleDefinition broken = Definition.with(here("broken"), "overlap", null);
            ScheduleDefinition sound = here("sound");
            partition.create(broken);
            partition.create(sound);

            partition.run(Duration.ofMinutes(3), Duration.ofSeconds(1));
            List<FireEvent> fires = partition.fires();
            assertThat(fires).extracting(FireEvent::scheduleId).containsOnly(sound.id());
            assertThat(fires)
                    .extracting(FireEvent::scheduledAt)
                    .containsExactly(TEN, TEN.plusSeconds(60), TEN.plusSeconds(120));
            assertThat(partition.events(Topic.DEAD_LETTERS))
                    .as("once, and not once a minute")
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.path("kind").asText()).isEqualTo("schedule");
                        assertThat(letter.path("key").asText())
                                .isEqualTo(broken.key().toString());
                    });
            assertThat(partition.delete(broken.key())).isInstanceOf(Outcome.Applied.class);
        }
    }

    private static ScheduleDefinition here(String name) {
        return Definition.with(
                Definition.everyMinute(START),
                "id",
                Ids.derived(START.toEpochMilli(), 0, name).toString());
    }
}
