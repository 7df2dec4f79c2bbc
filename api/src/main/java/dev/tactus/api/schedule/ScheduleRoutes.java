package dev.tactus.api.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.command.Commands;
import dev.tactus.api.command.Idempotency;
import dev.tactus.api.http.ApiException;
import dev.tactus.api.http.Call;
import dev.tactus.api.http.ErrorCode;
import dev.tactus.api.http.Role;
import dev.tactus.api.http.Shell;
import dev.tactus.api.input.CallbackFields;
import dev.tactus.api.input.Fields;
import dev.tactus.api.input.Issues;
import dev.tactus.api.owners.Reads;
import dev.tactus.api.workflow.LaunchCheck;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /v1/schedules/*}. */
public final class ScheduleRoutes implements HttpService {
    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 50;

    private final Shell shell;
    private final ScheduleRequests requests;
    private final SchedulePreview preview;
    private final LaunchCheck launches;
    private final Commands commands;
    private final Reads reads;
    private final Idempotency idempotency;

    public ScheduleRoutes(
            Shell shell,
            CallbackFields callbacks,
            LaunchCheck launches,
            Commands commands,
            Reads reads,
            Idempotency idempotency,
            InstantSource clock) {
        this.shell = shell;
        this.requests = new ScheduleRequests(callbacks, launches);
        this.preview = new SchedulePreview(reads, clock);
        this.launches = launches;
        this.commands = commands;
        this.reads = reads;
        this.idempotency = idempotency;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/create", shell.route(Role.WRITE, this::create))
                .any("/list", shell.route(Role.READ, this::list))
                .any("/get", shell.route(Role.READ, this::get))
                .any("/update", shell.route(Role.WRITE, this::update))
                .any("/delete", shell.route(Role.WRITE, this::delete))
                .any("/trigger", shell.route(Role.WRITE, this::trigger))
                .any("/preview", shell.route(Role.READ, preview::answer));
    }

    private ObjectNode create(Call call) {
        Issues issues = new Issues();
        Idempotency.Token token = idempotency.token(call, issues);
        Integer slot = token.slot();
        UUID id = slot == null ? commands.newId() : commands.newId(slot);
        Instant now = Instant.ofEpochMilli(Ids.epochMilli(id));
        ScheduleDefinition definition = requests.create(call.tenant(), id, now, call.body(), issues);
        CommandHeaders headers = headers(call, id).withIdempotency(token.key(), token.bodyHash());
        JsonNode schedule = commands.schedule(definition.key(), new ScheduleCommand.Put(definition), headers);
        return Json.object().put("success", true).set("schedule", schedule);
    }

    private ObjectNode list(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        Boolean enabled = in.bool("enabled");
        String workflow = in.text("workflow", 1, 128);
        Map<String, String> labels = ScheduleFields.labels(in, "labels");
        int limit = in.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        UUID cursor = in.id("cursor");
        in.refuseUnknown();
        in.issues().throwIfAny();
        Reads.Page page = reads.page(
                new Query.ListSchedules(
                        call.tenant(), enabled, workflow, labels == null ? Map.of() : labels, cursor, limit + 1),
                "id",
                limit);
        ObjectNode answer = Json.object();
        answer.putArray("schedules").addAll(page.items());
        return answer.put("next_cursor", page.nextCursor().orElse(null));
    }

    private ObjectNode get(Call call) {
        UUID id = onlyId(call);
        return Json.object().set("schedule", view(call, id));
    }

    private ObjectNode update(Call call) {
        Issues issues = new Issues();
        Long ifMatch = IfMatch.revision(call, issues);
        Fields in = Fields.of(call.body(), issues);
        in.require("id", "the schedule's id");
        UUID id = in.id("id");
        Optional<ScheduleState> found = id == null ? Optional.empty() : state(call, id);
        if (id != null && found.isEmpty()) {
            throw unknown(id);
        }
        // Without an id there is nothing to merge onto; what else is wrong is said all the same.
        ScheduleDefinition base = found.map(ScheduleState::definition)
                .orElseGet(() -> ScheduleDefinition.byDefault(
                        call.tenant(), commands.newId(), "", Json.object(), "@hourly", null, null, Instant.EPOCH));
        ScheduleRequests.Update update = requests.update(in, base);
        ScheduleState state = found.orElseThrow();
        if (ifMatch != null && ifMatch != state.revision()) {
            throw ApiException.of(
                    ErrorCode.CONFLICT,
                    "The schedule has revision " + state.revision() + ", not " + ifMatch
                            + ": read it again and send the update with If-Match: " + state.revision());
        }
        if (update.changed().isEmpty()) {
            return Json.object().set("schedule", view(call, base.id()));
        }
        CommandHeaders headers = headers(call, base.id()).withUpdate(state.revision(), update.changed(), ifMatch);
        return Json.object()
                .set("schedule", commands.schedule(base.key(), new ScheduleCommand.Put(update.definition()), headers));
    }

    private ObjectNode delete(Call call) {
        UUID id = onlyId(call);
        // Asked first, so that no record is written for what never was.
        if (state(call, id).isEmpty()) {
            throw unknown(id);
        }
        commands.schedule(new EntityKey(call.tenant(), id), new ScheduleCommand.Delete(), headers(call, id));
        return Json.object().put("success", true).put("id", id.toString());
    }

    private ObjectNode trigger(Call call) {
        Issues issues = new Issues();
        Idempotency.Token token = idempotency.token(call, issues);
        Fields in = Fields.of(call.body(), issues);
        UUID id = in.requiredId("id", "the schedule's id");
        ObjectNode params = launches.params(in);
        in.refuseUnknown();
        issues.throwIfAny();
        ScheduleDefinition definition =
                state(call, id).map(ScheduleState::definition).orElseThrow(() -> unknown(id));
        if (params != null) {
            launches.finish(call.tenant(), definition.workflow(), params, issues);
        }
        JsonNode job = commands.action(
                definition.key(),
                new Action.Trigger(call.tenant(), id, params),
                headers(call, id).withIdempotency(token.key(), token.bodyHash()));
        return Json.object()
                .put("success", true)
                .put("job_id", job.path("job_id").asText());
    }

    private Optional<ScheduleState> state(Call call, UUID id) {
        return reads.one(id, new Query.GetScheduleState(call.tenant(), id))
                .map(json -> Json.convert(json, ScheduleState.class));
    }

    private JsonNode view(Call call, UUID id) {
        return reads.one(id, new Query.GetSchedule(call.tenant(), id)).orElseThrow(() -> unknown(id));
    }

    private CommandHeaders headers(Call call, UUID id) {
        return CommandHeaders.of(commands.newId(Ids.slot(id)), call.caller().label());
    }

    private static UUID onlyId(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        UUID id = in.requiredId("id", "the schedule's id");
        in.refuseUnknown();
        in.issues().throwIfAny();
        return id;
    }

    private static ApiException unknown(UUID id) {
        return ApiException.notFound("There is no schedule " + id);
    }
}
