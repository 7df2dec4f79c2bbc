package dev.tactus.processor.core;

import dev.tactus.contracts.registry.WebhookCommand;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Puts each fact where its key's state lives: by the slot in the id, or by the tenant for what is registered. A copy of a
 * webhook goes everywhere but there.
 */
final class KeyPartitioner implements StreamPartitioner<byte[], byte[]> {
    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int numPartitions) {
        Partitions partitions = new Partitions(numPartitions);
        String text = new String(key, StandardCharsets.UTF_8);
        int slash = text.indexOf('/');
        if (slash > 0 && text.indexOf('/', slash + 1) > 0) {
            int owner = partitions.ofTenant(text.substring(0, slash));
            return Optional.of(WebhookCommand.Copy.isKey(text) ? allBut(owner, numPartitions) : Set.of(owner));
        }
        try {
            return Optional.of(Set.of(partitions.of(EntityKey.parse(text).id())));
        } catch (IllegalArgumentException e) {
            // Only a dead letter of a record with a broken key: its place does not matter.
            return Optional.empty();
        }
    }

    private static Set<Integer> allBut(int owner, int numPartitions) {
        return IntStream.range(0, numPartitions)
                .filter(partition -> partition != owner)
                .boxed()
                .collect(Collectors.toSet());
    }
}
