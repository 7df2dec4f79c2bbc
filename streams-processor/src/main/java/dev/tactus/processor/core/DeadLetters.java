package dev.tactus.processor.core;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tactus.contracts.MalformedJsonException;
import dev.tactus.contracts.delivery.DeadLetter;
import dev.tactus.contracts.topic.EntityKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts aside what can't be handled, so that everything else goes on. */
public final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private static final int MOST_PAYLOAD = 64 * 1024;

    private final TaskContext task;

    public DeadLetters(TaskContext task) {
        this.task = task;
    }

    /** @param source topic, partition and offset */
    void record(Record<byte[], byte[]> record, String source, RuntimeException e) {
        if (e instanceof MalformedJsonException || e instanceof IllegalArgumentException) {
            LOG.warn("{} is not understood and goes to dead-letters: {}", source, e.getMessage());
        } else {
            LOG.error("{} could not be applied and goes to dead-letters", source, e);
        }
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        byte[] value = record.value();
        // A cut character becomes a replacement character.
        String payload = value == null
                ? null
                : new String(value, 0, Math.min(value.length, MOST_PAYLOAD), StandardCharsets.UTF_8);
        int slash = key.indexOf('/');
        emit(
                slash < 1 ? null : key.substring(0, slash),
                "record",
                key,
                String.valueOf(e.getMessage()),
                source,
                payload);
    }

    /** A schedule, or a timer of it or of its jobs, that fails. */
    public void schedule(EntityKey key, String reason) {
        emit(key.tenant(), "schedule", key.toString(), reason, null, null);
    }

    private void emit(
            @Nullable String tenant,
            String kind,
            String key,
            String reason,
            @Nullable String source,
            @Nullable String payload) {
        task.facts()
                .deadLetter(new DeadLetter(
                        tenant,
                        kind,
                        key,
                        reason,
                        source,
                        payload == null ? null : TextNode.valueOf(payload),
                        Instant.ofEpochMilli(task.now()),
                        task.facts().nextSeq()));
    }
}
