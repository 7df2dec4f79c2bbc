package dev.tactus.api.schedule;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.http.ApiException;
import dev.tactus.api.http.Call;
import dev.tactus.api.input.Fields;
import dev.tactus.api.input.IssueCode;
import dev.tactus.api.input.Issues;
import dev.tactus.api.owners.Reads;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.schedule.FireId;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.recurrence.Occurrence;
import dev.tactus.recurrence.Recurrence;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code schedules/preview}: the instants ahead of a schedule that exists, or of one that is only thought of. */
final class SchedulePreview {
    private static final int DEFAULT_COUNT = 10;
    private static final int MAX_COUNT = 1_000;
    private static final Pattern HASH = Pattern.compile("(?i)(?<![a-z])h(?![a-z])");
    private static final UUID NOBODY = new UUID(0, 0);

    private final Reads reads;
    private final InstantSource clock;

    SchedulePreview(Reads reads, InstantSource clock) {
        this.reads = reads;
        this.clock = clock;
    }

    ObjectNode answer(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        UUID id = in.id("id");
        Instant from = in.instant("from");
        int asked = in.integer("count", 1, MAX_COUNT, DEFAULT_COUNT);
        Instant now = clock.instant();
        ScheduleDefinition definition = in.has("id") ? stored(call, id, in) : thoughtOf(call, in, now);
        Recurrence recurrence = Recurrence.compile(definition.recurrence());
        long after = (from == null ? now : from).toEpochMilli();
        int count = id == null ? left(definition, recurrence, now.toEpochMilli(), after, asked) : asked;
        List<Occurrence> occurrences = id == null
                ? recurrence.preview(after, count)
                : recurrence.preview(after, count, nominal -> seed(definition, recurrence, nominal));
        ObjectNode answer = Json.object();
        ArrayNode instants = answer.putArray("instants");
        ArrayNode removed = answer.putArray("removed");
        for (Occurrence occurrence : occurrences) {
            (occurrence.removed() ? removed : instants).add(view(occurrence));
        }
        answer.set("warnings", Json.tree(warnings(definition, recurrence, id)));
        return answer.put("description", recurrence.description());
    }

    /** How many of the instants asked for a schedule that is created now would still fire. */
    private static int left(ScheduleDefinition definition, Recurrence recurrence, long now, long after, int asked) {
        Long maxFires = definition.maxFires();
        return maxFires == null
                ? asked
                : Math.toIntExact(Math.clamp(maxFires - recurrence.count(now + 1, after + 1), 0L, (long) asked));
    }

    private static List<String> warnings(ScheduleDefinition definition, Recurrence recurrence, @Nullable UUID id) {
        List<String> warnings = new ArrayList<>(recurrence.warnings());
        if (id == null && hashes(definition.cronExpr())) {
            warnings.add("H is placed by the schedule's id, which is given when it is created: the saved schedule will"
                    + " fire at other times than these");
        }
        return warnings;
    }

    /** No name of a month or a weekday is an H by itself; words such as THU and MARCH are not. */
    private static boolean hashes(@Nullable String cron) {
        return cron != null && HASH.matcher(cron).find();
    }

    private ScheduleDefinition stored(Call call, @Nullable UUID id, Fields in) {
        ScheduleDefinition.TIMING.forEach(field -> refuseBesideId(in, field));
        refuseBesideId(in, ScheduleFields.MAX_FIRES);
        in.refuseUnknown();
        in.require("id", "the schedule's id, or leave it out and give cron_expr");
        in.issues().throwIfAny();
        UUID known = id == null ? NOBODY : id;
        return reads.one(known, new Query.GetScheduleState(call.tenant(), known))
                .map(json -> Json.convert(json, ScheduleState.class).definition())
                .orElseThrow(() -> ApiException.notFound("There is no schedule " + known));
    }

    private static void refuseBesideId(Fields in, String field) {
        if (in.has(field)) {
            in.wrong(IssueCode.INVALID_VALUE, field, field + " is the schedule's own: give either it or id");
        }
    }

    private static ScheduleDefinition thoughtOf(Call call, Fields in, Instant now) {
        ObjectNode target = (ObjectNode) Json.tree(
                ScheduleDefinition.byDefault(call.tenant(), NOBODY, "", Json.object(), null, null, null, now));
        ScheduleFields.applyTiming(in, target);
        in.refuseUnknown();
        ScheduleDefinition definition = Json.convert(target, ScheduleDefinition.class);
        ScheduleRequests.rules(in, definition);
        in.issues().throwIfAny();
        return definition;
    }

    private static long seed(ScheduleDefinition definition, Recurrence recurrence, long nominal) {
        FireKind kind =
                switch (recurrence.kind()) {
                    case CRON -> FireKind.CRON;
                    case AT -> FireKind.AT;
                    case EVERY -> FireKind.EVERY;
                };
        return FireId.of(definition.tenant(), definition.id(), nominal, kind, FireId.FIRST)
                .getLeastSignificantBits();
    }

    private static ObjectNode view(Occurrence occurrence) {
        return Json.object()
                .put("at", Json.text(Instant.ofEpochMilli(occurrence.at())))
                .put("local", DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(occurrence.local()))
                .put("offset", occurrence.offset().getId())
                .put("note", occurrence.note());
    }
}
