package dev.tactus.api.workflow;

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
import dev.tactus.api.input.IssueCode;
import dev.tactus.api.input.Issues;
import dev.tactus.api.owners.Reads;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.registry.InvalidParamsSchemaException;
import dev.tactus.contracts.registry.ParamsSchema;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.registry.Workflow;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /v1/workflows/*}. */
public final class WorkflowRoutes implements HttpService {
    /** A name is part of a record key and of what a secret is bound to. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");

    private final Shell shell;
    private final RunnerFields runners;
    private final Workflows workflows;
    private final Commands commands;
    private final LiveSchedules live;
    private final Idempotency idempotency;

    public WorkflowRoutes(
            Shell shell,
            CallbackFields callbacks,
            Workflows workflows,
            Commands commands,
            Reads reads,
            Idempotency idempotency) {
        this.shell = shell;
        this.runners = new RunnerFields(callbacks);
        this.workflows = workflows;
        this.commands = commands;
        this.live = new LiveSchedules(reads);
        this.idempotency = idempotency;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/create", shell.route(Role.WRITE, this::create))
                .any("/list", shell.route(Role.READ, this::list))
                .any("/get", shell.route(Role.READ, this::get))
                .any("/delete", shell.route(Role.WRITE, this::delete));
    }

    private ObjectNode create(Call call) {
        Issues issues = new Issues();
        Idempotency.Token token = idempotency.token(call, issues);
        Fields in = Fields.of(call.body(), issues);
        in.require("name", "what schedules will call it");
        String name =
                in.text("name", NAME, "1 to 128 of A-Z, a-z, 0-9, '.', '_', '/' and '-', a letter or a digit first");
        Runner runner = runners.read(in, call.tenant(), Workflow.secretContext(call.tenant(), String.valueOf(name)));
        JsonNode inputSchema = inputSchema(in);
        in.refuseUnknown();
        issues.throwIfAny();
        if (name == null || runner == null) {
            throw new IllegalStateException("what is missing has been noted");
        }
        int slot = Ids.slotOf(call.tenant());
        RegistryCommand command = new RegistryCommand.Deploy(
                call.tenant(), name, commands.newId(slot), commands.newId(slot), runner, inputSchema);
        JsonNode workflow = commands.registry(command, headers(call).withIdempotency(token.key(), token.bodyHash()));
        workflows.catchUp();
        return Json.object()
                .put("success", true)
                .set("workflow", WorkflowViews.full(Json.convert(workflow, Workflow.class)));
    }

    private ObjectNode list(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        in.refuseUnknown();
        in.issues().throwIfAny();
        ObjectNode answer = Json.object();
        answer.putArray("deployed_workflows")
                .addAll(workflows.list(call.tenant()).stream()
                        .map(WorkflowViews::listed)
                        .toList());
        return answer;
    }

    private ObjectNode get(Call call) {
        String name = onlyName(call);
        workflows.catchUp();
        Workflow workflow = workflows.find(call.tenant(), name).orElseThrow(() -> LaunchCheck.unknown(name));
        return Json.object().set("workflow", WorkflowViews.full(workflow));
    }

    private ObjectNode delete(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        String name = name(in);
        boolean force = in.bool("force", false);
        finish(in);
        if (workflows.find(call.tenant(), name).isEmpty()) {
            throw LaunchCheck.unknown(name);
        }
        long launching = live.count(call.tenant(), name);
        if (launching > 0 && !force) {
            throw ApiException.of(
                    ErrorCode.CONFLICT,
                    "The workflow '" + name + "' is launched by " + schedules(launching)
                            + ": disable or delete them first, or send force: true, which disables them");
        }
        JsonNode removed = commands.registry(new RegistryCommand.Remove(call.tenant(), name, force), headers(call));
        workflows.catchUp();
        String message = "The workflow '" + name + "' is deleted";
        if (force) {
            Instant removedAt = Json.convert(removed.path("removed_at"), Instant.class);
            message += live.awaitNone(call.tenant(), name, removedAt)
                    ? ", and " + schedules(launching) + " with it disabled"
                    : "; its " + schedules(launching) + " are still being disabled";
        }
        return Json.object().put("success", true).put("message", message);
    }

    private CommandHeaders headers(Call call) {
        return CommandHeaders.of(
                commands.newId(Ids.slotOf(call.tenant())), call.caller().label());
    }

    private static String onlyName(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        String name = name(in);
        finish(in);
        return name;
    }

    private static String name(Fields in) {
        in.require("workflow", "the workflow's name");
        return String.valueOf(in.text("workflow", 1, LaunchCheck.MAX_NAME));
    }

    private static void finish(Fields in) {
        in.refuseUnknown();
        in.issues().throwIfAny();
    }

    private static String schedules(long count) {
        return count + (count == 1 ? " enabled schedule" : " enabled schedules");
    }

    private static @Nullable JsonNode inputSchema(Fields in) {
        JsonNode schema = in.any("input_schema");
        if (schema == null || schema.isNull()) {
            return null;
        }
        try {
            ParamsSchema.compile(schema);
        } catch (InvalidParamsSchemaException e) {
            e.problems().forEach(problem -> {
                List<String> path = new ArrayList<>(List.of("input_schema"));
                path.addAll(problem.path());
                in.issues().add(IssueCode.INVALID_VALUE, path, "not a JSON Schema: " + problem.message());
            });
        }
        return schema;
    }
}
