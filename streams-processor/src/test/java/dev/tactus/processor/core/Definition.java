package dev.tactus.processor.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.CatchUp;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.Retry;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.recurrence.Dst;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Definitions for tests: a schedule of every minute, and what a test changes of it. */
public final class Definition {
    private Definition() {}

    static ScheduleDefinition everyMinute(Instant createdAt) {
        return new ScheduleDefinition(
                TestPartition.TENANT,
                Ids.derived(createdAt.toEpochMilli(), 7, "schedule"),
                "echo",
                Json.object().put("n", 1),
                "* * * * *",
                null,
                null,
                "UTC",
                900,
                null,
                null,
                false,
                true,
                Overlap.ALLOW,
                CatchUp.LATEST,
                100,
                86_400,
                null,
                null,
                null,
                0,
                List.of(),
                Dst.DEFAULT,
                null,
                Map.of(),
                Retry.NONE,
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
