package dev.tactus.processor.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import java.time.Instant;

/** Definitions for tests: a schedule of every minute, and what a test changes of it. */
public final class Definition {
    private Definition() {}

    static ScheduleDefinition everyMinute(Instant createdAt) {
        return ScheduleDefinition.byDefault(
                TestPartition.TENANT,
                Ids.derived(createdAt.toEpochMilli(), 7, "schedule"),
                "echo",
                Json.object().put("n", 1),
                "* * * * *",
                null,
                null,
                createdAt);
    }

    public static ScheduleDefinition with(ScheduleDefinition definition, String field, Object value) {
        ObjectNode json = (ObjectNode) Json.tree(definition);
        json.set(field, Json.tree(value));
        return Json.convert(json, ScheduleDefinition.class);
    }

    static ScheduleDefinition withCallback(ScheduleDefinition definition) {
        return with(with(definition, "callback_url", "https://example.org/hook"), "callback_secret", "ciphertext");
    }
}
