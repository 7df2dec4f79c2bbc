package dev.tactus.api.schedule;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.CatchUp;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.Retry;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.recurrence.Dst;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A schedule that says nothing but what it is by default. */
final class ScheduleDefaults {
    private ScheduleDefaults() {}

    static ScheduleDefinition of(
            String tenant, UUID id, String workflow, @Nullable String cronExpr, Instant createdAt) {
        return new ScheduleDefinition(
                tenant,
                id,
                workflow,
                Json.object(),
                cronExpr,
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
}
