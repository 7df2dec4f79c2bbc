package dev.tactus.contracts.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.recurrence.Dst;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The schedule as clients see it: the definition without its secret, and what became of it. Nulls are written, because
 * clients rely on every field being there.
 *
 * @param nextFireAt the next nominal instant, also while disabled; null when there is none left
 * @param lastFireAt the nominal instant of the last fire; null before the first
 * @param lastError the last finished job's error; null once a job completes
 * @param consecutiveFailures failed jobs in a row
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ScheduleView(
        UUID id,
        String workflow,
        ObjectNode params,
        @Nullable String cronExpr,
        String timezone,
        int timeoutSeconds,
        @Nullable String callbackUrl,
        boolean skipCallbacks,
        boolean enabled,
        @Nullable Instant nextFireAt,
        @Nullable Instant lastFireAt,
        @Nullable UUID lastJobId,
        @Nullable String lastError,
        int consecutiveFailures,
        Instant createdAt,
        Instant updatedAt,
        long revision,
        @Nullable Instant at,
        @Nullable Long everySeconds,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable Long maxFires,
        int jitterSeconds,
        List<String> exclude,
        Dst dst,
        Overlap overlap,
        CatchUp catchUp,
        int catchUpLimit,
        int catchUpWindowSeconds,
        @Nullable Integer pauseAfterFailures,
        Map<String, String> labels,
        Retry retry) {

    public static ScheduleView of(ScheduleState state, Progress progress) {
        ScheduleDefinition d = state.definition();
        return new ScheduleView(
                d.id(),
                d.workflow(),
                d.params(),
                d.cronExpr(),
                d.timezone(),
                d.timeoutSeconds(),
                d.callbackUrl(),
                d.skipCallbacks(),
                d.enabled(),
                progress.nextFireAt(),
                progress.lastFireAt(),
                progress.lastJobId(),
                progress.lastError(),
                progress.consecutiveFailures(),
                d.createdAt(),
                state.updatedAt(),
                state.revision(),
                d.at(),
                d.everySeconds(),
                d.startsAt(),
                d.endsAt(),
                d.maxFires(),
                d.jitterSeconds(),
                d.exclude(),
                d.dst(),
                d.overlap(),
                d.catchUp(),
                d.catchUpLimit(),
                d.catchUpWindowSeconds(),
                d.pauseAfterFailures(),
                d.labels(),
                d.retry());
    }

    /** What became of a schedule so far. */
    public record Progress(
            @Nullable Instant nextFireAt,
            @Nullable Instant lastFireAt,
            @Nullable UUID lastJobId,
            @Nullable String lastError,
            int consecutiveFailures) {}
}
