package dev.tactus.bench.chaos;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.load.CommittedReader;
import dev.tactus.bench.load.Definitions;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.delivery.DeadLetter;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Records that nobody can read, in every partition of every input. Each goes to dead-letters, and nothing stops. */
final class PoisonRecords implements Fault {
    private static final List<Topic> INPUTS = List.of(
            Topic.SCHEDULE_COMMANDS,
            Topic.SCHEDULE_ACTIONS,
            Topic.JOB_REPORTS,
            Topic.DELIVERY_REPORTS,
            Topic.REGISTRY_COMMANDS);
    private static final Set<Topic> COMPACTED = Set.of(Topic.SCHEDULE_COMMANDS, Topic.REGISTRY_COMMANDS);
    private static final int HUGE = 900_000;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Pattern SAID = Pattern.compile("goes to dead-letters");

    @Override
    public String name() {
        return "poison";
    }

    @Override
    public Strike strike(Scene scene) {
        Node victim = scene.victim();
        Set<Integer> owned = scene.atWork(victim);
        int from = victim.jvm().said().size();
        String servers = scene.cluster().bootstrapServers();
        try (CommittedReader letters = new CommittedReader(servers, Topic.DEAD_LETTERS.topicName());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<ProducerRecord<byte[], byte[]>> poisons = poisons();
            Instant at = Instant.now();
            long nanos = System.nanoTime();
            AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
            Set<String> awaited = ConcurrentHashMap.newKeySet();
            poisons.forEach(poison -> producer.send(poison, (written, failure) -> {
                if (failure == null) {
                    awaited.add(written.topic() + "-" + written.partition() + "@" + written.offset());
                } else {
                    refused.set(failure);
                }
            }));
            producer.flush();
            Exception failure = refused.get();
            if (failure != null) {
                throw new BenchFailure("a poison record could not be written: " + failure, failure);
            }
            awaitAll(letters, awaited);
            Duration recovery = scene.recovery(Scene.ALL, at, nanos);
            return new Strike(owned, false, recovery, scene.said(victim.jvm(), from, SAID));
        }
    }

    /** @param awaited where they lie, as a dead letter tells its source */
    private static void awaitAll(CommittedReader letters, Set<String> awaited) {
        long end = System.nanoTime() + Scene.PATIENCE.toNanos();
        while (!awaited.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> letter : letters.poll(POLL)) {
                String source = Json.read(letter.value(), DeadLetter.class).source();
                if (source != null) {
                    awaited.remove(source);
                }
            }
            if (System.nanoTime() > end) {
                throw new BenchFailure(awaited.size() + " poison records did not come to dead-letters, as that at "
                        + awaited.iterator().next());
            }
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> poisons() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int partition : Scene.ALL) {
            byte[] key = text("bench/no-uuid");
            for (Topic input : INPUTS) {
                add(records, input, partition, key, new byte[] {(byte) 0xff, 0, 3});
                add(records, input, partition, key, text("{\"tenant\":\"ben"));
                add(records, input, partition, key, text("{}"));
                add(records, input, partition, key, new byte[HUGE]);
                if (!COMPACTED.contains(input)) {
                    // To a compacted topic the broker lets none without a key, and there a null is no poison.
                    add(records, input, partition, null, text("[]"));
                    add(records, input, partition, key, null);
                }
            }
            // A good one that is another partition's.
            ScheduleDefinition stranger = Definitions.everySeconds(partition + 1, 1, Instant.now());
            add(
                    records,
                    Topic.SCHEDULE_COMMANDS,
                    partition,
                    stranger.key().bytes(),
                    new ScheduleCommand.Put(stranger).bytes());
        }
        return records;
    }

    private static void add(
            List<ProducerRecord<byte[], byte[]>> records,
            Topic input,
            int partition,
            byte @Nullable [] key,
            byte @Nullable [] value) {
        records.add(new ProducerRecord<>(input.topicName(), partition, key, value));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
