package dev.tactus.processor.core;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeadLetter;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Puts each fact where its key's state lives: by the slot in the id, or by the tenant for what is registered. What the
 * tenant's partition tells the others goes everywhere but there. The dead letter of a record stays in the record's partition, whatever its key says: its
 * number counts there.
 */
final class KeyPartitioner implements StreamPartitioner<byte[], byte[]> {
    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int numPartitions) {
        Partitions partitions = new Partitions(numPartitions);
        if (topic.equals(Topic.DEAD_LETTERS.topicName())) {
            String source = Json.read(value, DeadLetter.class).source();
            if (source != null) {
                return Optional.of(Set.of(partitionOf(source)));
            }
        }
        int slot = EntityKey.slot(key);
        if (slot >= 0) {
            return Optional.of(Set.of(partitions.of(slot)));
        }
        String text = new String(key, StandardCharsets.UTF_8);
        int slash = text.indexOf('/');
        if (slash > 0 && text.indexOf('/', slash + 1) > 0) {
            int owner = partitions.ofTenant(text.substring(0, slash));
            return Optional.of(RegistryCommand.isForOthers(text) ? allBut(owner, numPartitions) : Set.of(owner));
        }
        return Optional.of(Set.of(partitions.of(EntityKey.parse(text).id())));
    }

    /** @param source as in {@code topic-partition@offset} */
    private static int partitionOf(String source) {
        int at = source.lastIndexOf('@');
        return Integer.parseInt(source, source.lastIndexOf('-', at) + 1, at, 10);
    }

    private static Set<Integer> allBut(int owner, int numPartitions) {
        return IntStream.range(0, numPartitions)
                .filter(partition -> partition != owner)
                .boxed()
                .collect(Collectors.toSet());
    }
}
