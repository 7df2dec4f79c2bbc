package dev.tactus.standalone.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Fire events as an outside reader sees them. */
final class Fires {
    static final String TOPIC = "schedule-fires";

    private Fires() {}

    static JsonNode value(ConsumerRecord<byte[], byte[]> fire) {
        return Json.read(fire.value(), JsonNode.class);
    }

    static Predicate<ConsumerRecord<byte[], byte[]>> scheduledAt(String instant) {
        return fire -> value(fire).path("scheduled_at").asText().equals(instant);
    }

    static List<String> field(List<ConsumerRecord<byte[], byte[]>> fires, String field) {
        return fires.stream().map(fire -> value(fire).path(field).asText()).toList();
    }
}
