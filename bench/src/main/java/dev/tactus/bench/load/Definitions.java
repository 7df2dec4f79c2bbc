package dev.tactus.bench.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.secret.SecretBox;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** New schedules as the API defines them when a client says nothing but when. */
public final class Definitions {
    /** Built in: where a dispatcher runs, it calls no runner. */
    public static final String WORKFLOW = "echo";

    private Definitions() {}

    /**
     * Every day at this minute, in UTC.
     *
     * @param minute an instant at the beginning of a minute
     */
    public static ScheduleDefinition daily(int number, Instant minute, Instant now) {
        return daily(TactusProcesses.TENANT, number, minute, now);
    }

    /** The same for some tenant. */
    public static ScheduleDefinition daily(String tenant, int number, Instant minute, Instant now) {
        ZonedDateTime at = minute.atZone(ZoneOffset.UTC);
        return of(tenant, number, at.getMinute() + " " + at.getHour() + " * * *", null, null, now);
    }

    /** Once a year, on the first of this month. */
    public static ScheduleDefinition yearly(int number, int month, Instant now) {
        return of(
                TactusProcesses.TENANT,
                number,
                number % 60 + " " + number / 60 % 24 + " 1 " + month + " *",
                null,
                null,
                now);
    }

    public static ScheduleDefinition once(int number, Instant at, Instant now) {
        return of(TactusProcesses.TENANT, number, null, at, null, now);
    }

    public static ScheduleDefinition everySecond(int number, Instant now) {
        return of(TactusProcesses.TENANT, number, null, null, 1L, now);
    }

    public static ScheduleDefinition everySeconds(int number, long seconds, Instant now) {
        return of(TactusProcesses.TENANT, number, null, null, seconds, now);
    }

    /**
     * The same with a callback of its own.
     *
     * @param secrets encrypts the signing secret, bound to the schedule as the API binds it
     */
    public static ScheduleDefinition calling(
            ScheduleDefinition definition, String url, String secret, SecretBox secrets) {
        return with(
                definition,
                Json.object()
                        .put("callback_url", url)
                        .put("callback_secret", secrets.encrypt(secret, definition.secretContext())));
    }

    /** The same, of which the newest hundred instants fire after a downtime, and not only the last. */
    public static ScheduleDefinition catchingUp(ScheduleDefinition definition) {
        return with(definition, Json.object().put("catch_up", "all"));
    }

    private static ScheduleDefinition with(ScheduleDefinition definition, ObjectNode given) {
        ObjectNode all = (ObjectNode) Json.tree(definition);
        all.setAll(given);
        return Json.convert(all, ScheduleDefinition.class);
    }

    private static ScheduleDefinition of(
            String tenant,
            int number,
            @Nullable String cron,
            @Nullable Instant at,
            @Nullable Long everySeconds,
            Instant now) {
        return ScheduleDefinition.byDefault(
                tenant,
                // Slots in turn, so that the partitions have the same number of schedules in every run.
                Ids.random(now, number % Ids.SLOTS),
                WORKFLOW,
                Json.object().put("number", number),
                cron,
                at,
                everySeconds,
                now);
    }
}
