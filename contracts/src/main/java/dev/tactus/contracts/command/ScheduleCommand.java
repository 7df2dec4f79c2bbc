package dev.tactus.contracts.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.ScheduleDefinition;

/**
 * The value of {@code schedule-commands}. Each holds all that is wanted, so that the topic can be compacted. A put is a
 * create when its headers name no base revision, else an update.
 */
public sealed interface ScheduleCommand {
    record Put(ScheduleDefinition definition) implements ScheduleCommand {}

    record Delete() implements ScheduleCommand {}

    static ScheduleCommand read(byte[] value) {
        // A definition has an id; what has none is looked at again. So the many are read once.
        ScheduleDefinition definition = Json.read(value, ScheduleDefinition.class);
        boolean deleted = (definition == null || definition.id() == null)
                && Json.read(value, JsonNode.class).path("deleted").asBoolean();
        return deleted ? new Delete() : new Put(definition);
    }

    default byte[] bytes() {
        return switch (this) {
            case Put put -> Json.bytes(put.definition());
            case Delete delete -> Json.bytes(deleted());
        };
    }

    private static ObjectNode deleted() {
        return Json.object().put("deleted", true);
    }
}
