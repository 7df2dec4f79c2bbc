package dev.tactus.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.load.CommandWriter;
import dev.tactus.bench.load.CommittedReader;
import dev.tactus.bench.load.Definitions;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A schedule in every partition whose decision throws: a command without an overlap policy, which no API writes. Each goes
 * to dead-letters and is tried again, and the others go on. Deleted, none of its instants is without a verdict.
 */
final class UndecidableSchedules implements Fault {
    private static final Pattern SAID = Pattern.compile("could not be decided and is tried again");
    private static final Duration POLL = Duration.ofMillis(100);

    private final List<EntityKey> written = new ArrayList<>();

    @Override
    public String name() {
        return "undecidable";
    }

    @Override
    public Strike strike(Scene scene) {
        Node victim = scene.victim();
        Set<Integer> owned = scene.atWork(victim);
        int from = victim.jvm().said().size();
        String servers = scene.cluster().bootstrapServers();
        try (CommittedReader letters = new CommittedReader(servers, Topic.DEAD_LETTERS.topicName());
                CommandWriter writer = new CommandWriter(servers, false)) {
            for (int partition : Scene.ALL) {
                ScheduleDefinition definition = withoutPolicy(Definitions.everySecond(partition, Instant.now()));
                written.add(definition.key());
                writer.create(definition);
            }
            writer.flush();
            awaitAll(letters);
            Instant at = Instant.now();
            long nanos = System.nanoTime();
            return new Strike(owned, false, scene.recovery(Scene.ALL, at, nanos), scene.said(victim.jvm(), from, SAID));
        }
    }

    private static ScheduleDefinition withoutPolicy(ScheduleDefinition definition) {
        ObjectNode json = (ObjectNode) Json.tree(definition);
        json.remove("overlap");
        return Json.convert(json, ScheduleDefinition.class);
    }

    private void awaitAll(CommittedReader letters) {
        Set<String> missing = new HashSet<>();
        written.forEach(key -> missing.add(key.toString()));
        long end = System.nanoTime() + Scene.PATIENCE.toNanos();
        while (!missing.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> letter : letters.poll(POLL)) {
                JsonNode json = Json.read(letter.value(), JsonNode.class);
                if (json.path("kind").asText().equals("schedule")) {
                    missing.remove(json.path("key").asText());
                }
            }
            if (System.nanoTime() > end) {
                throw new BenchFailure("these came not to dead-letters: " + missing);
            }
        }
    }

    @Override
    public void heal(Scene scene) {
        try (CommandWriter writer = new CommandWriter(scene.cluster().bootstrapServers(), false)) {
            written.forEach(writer::delete);
            writer.flush();
        }
        written.clear();
    }
}
