package dev.tactus.recurrence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

public record RecurrenceSpec(
        @Nullable String cronExpr,
        @Nullable Instant at,
        @Nullable Long everySeconds,
        String timezone,
        Dst dst,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        List<String> exclude,
        int jitterSeconds,
        Instant anchor,
        String hashSeed) {}
