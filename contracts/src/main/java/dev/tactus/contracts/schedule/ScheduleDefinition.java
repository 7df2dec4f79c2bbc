package dev.tactus.contracts.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.recurrence.Dst;
import dev.tactus.recurrence.RecurrenceSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The full desired definition of a schedule, as a command carries it and {@code schedule-state} keeps it. Its fields are
 * named as in the HTTP API. It is flat, so that a partial update can be merged field by field.
 *
 * @param cronExpr one of {@code cronExpr}, {@code at} and {@code everySeconds} is present
 * @param timezone an IANA name
 * @param timeoutSeconds of each job, 1 to 3,600
 * @param callbackUrl present exactly if {@code callbackSecret} is
 * @param callbackSecret ciphertext of {@link dev.tactus.contracts.secret.SecretBox}, never the secret
 * @param catchUpLimit the most instants that {@link CatchUp#ALL} fires after a downtime
 * @param catchUpWindowSeconds older missed instants are skipped under every policy
 * @param maxFires after so many fires none follow; null for no bound
 * @param jitterSeconds each fire is due up to so long after its nominal instant; 0 for none
 * @param exclude dates ({@code 2026-12-25}) and ranges of dates ({@code 2026-12-24/2027-01-02}) in the time zone
 * @param pauseAfterFailures so many failed jobs in a row disable the schedule; null for never
 */
public record ScheduleDefinition(
        String tenant,
        UUID id,
        String workflow,
        ObjectNode params,
        @Nullable String cronExpr,
        @Nullable Instant at,
        @Nullable Long everySeconds,
        String timezone,
        int timeoutSeconds,
        @Nullable String callbackUrl,
        @Nullable String callbackSecret,
        boolean skipCallbacks,
        boolean enabled,
        Overlap overlap,
        CatchUp catchUp,
        int catchUpLimit,
        int catchUpWindowSeconds,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable Long maxFires,
        int jitterSeconds,
        List<String> exclude,
        Dst dst,
        @Nullable Integer pauseAfterFailures,
        Map<String, String> labels,
        Retry retry,
        Instant createdAt) {

    /** Fields that decide when a schedule fires. A change of one recomputes its next instant. */
    public static final Set<String> TIMING = Set.of(
            "cron_expr", "at", "every_seconds", "timezone", "starts_at", "ends_at", "jitter_seconds", "exclude", "dst");

    /**
     * A schedule that says nothing but when it fires, and what: everything else is as the HTTP API has it by default.
     *
     * @param cronExpr one of this, {@code at} and {@code everySeconds} is to be given
     */
    public static ScheduleDefinition byDefault(
            String tenant,
            UUID id,
            String workflow,
            ObjectNode params,
            @Nullable String cronExpr,
            @Nullable Instant at,
            @Nullable Long everySeconds,
            Instant createdAt) {
        return new ScheduleDefinition(
                tenant,
                id,
                workflow,
                params,
                cronExpr,
                at,
                everySeconds,
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

    public EntityKey key() {
        return new EntityKey(tenant, id);
    }

    /** What it says about time. */
    public RecurrenceSpec recurrence() {
        return new RecurrenceSpec(
                cronExpr,
                at,
                everySeconds,
                timezone,
                dst,
                startsAt,
                endsAt,
                exclude,
                jitterSeconds,
                createdAt,
                id.toString());
    }

    /** The context that its callback secret's ciphertext is bound to. */
    public String secretContext() {
        return key() + "/callback";
    }

    /**
     * This definition with the named fields taken from another one, also where they are absent there.
     *
     * @param fields names as in the HTTP API
     */
    public ScheduleDefinition with(Iterable<String> fields, ScheduleDefinition from) {
        ObjectNode merged = (ObjectNode) Json.tree(this);
        ObjectNode changes = (ObjectNode) Json.tree(from);
        for (String field : fields) {
            if (changes.has(field)) {
                merged.set(field, changes.get(field));
            } else {
                merged.remove(field);
            }
        }
        return Json.convert(merged, ScheduleDefinition.class);
    }
}
