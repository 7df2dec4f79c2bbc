package dev.tactus.api.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.command.Commands;
import dev.tactus.api.command.Idempotency;
import dev.tactus.api.http.Call;
import dev.tactus.api.input.CallbackFields;
import dev.tactus.api.input.Fields;
import dev.tactus.api.input.IssueCode;
import dev.tactus.api.input.Issues;
import dev.tactus.api.workflow.LaunchCheck;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.topic.EntityKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code jobs/create}: runs a workflow once, without a schedule. */
public final class JobCreation {
    private static final int DEFAULT_TIMEOUT_SECONDS = 1800;
    private static final int MAX_TIMEOUT_SECONDS = 3600;

    private final CallbackFields callbacks;
    private final LaunchCheck launches;
    private final Commands commands;
    private final Idempotency idempotency;

    public JobCreation(CallbackFields callbacks, LaunchCheck launches, Commands commands, Idempotency idempotency) {
        this.callbacks = callbacks;
        this.launches = launches;
        this.commands = commands;
        this.idempotency = idempotency;
    }

    ObjectNode create(Call call) {
        Issues issues = new Issues();
        Idempotency.Token token = idempotency.token(call, issues);
        Fields in = Fields.of(call.body(), issues);
        String nonce = in.text("nonce", 1, 255);
        if (nonce != null && token.key() != null) {
            in.wrong(
                    IssueCode.INVALID_VALUE,
                    "nonce",
                    "nonce and the header Idempotency-Key both say which request this is: send one of them");
        }
        UUID id = id(call, nonce, token);
        in.require("workflow", "the name of a registered workflow");
        String workflow = in.text("workflow", 1, LaunchCheck.MAX_NAME);
        in.require("params", "an object, {} for none");
        ObjectNode params = launches.params(in);
        int timeoutSeconds = in.integer("timeout_seconds", 1, MAX_TIMEOUT_SECONDS, DEFAULT_TIMEOUT_SECONDS);
        String url = callbacks.url(in, CallbackFields.URL);
        String secret = callbacks.secret(in, CallbackFields.SECRET, new EntityKey(call.tenant(), id) + "/callback");
        bothOrNeither(in);
        boolean skipCallbacks = in.bool("skip_callbacks", false);
        in.refuseUnknown();
        launches.finish(call.tenant(), workflow, params, issues);
        Action action = new Action.CreateJob(
                call.tenant(),
                id,
                String.valueOf(workflow),
                params == null ? Json.object() : params,
                nonce,
                timeoutSeconds,
                url,
                secret,
                skipCallbacks);
        CommandHeaders headers = CommandHeaders.of(
                        commands.newId(Ids.slot(id)), call.caller().label())
                .withIdempotency(token.key(), token.bodyHash());
        JsonNode job = commands.action(new EntityKey(call.tenant(), id), action, headers);
        String status = job.path("status").asText();
        return Json.object()
                .put("success", true)
                .put("job_id", job.path("job_id").asText())
                .put("status", status)
                .put("message", "The job is " + status);
    }

    /** All jobs of one nonce meet in one partition, and so do all requests of one idempotency key; there is one of them. */
    private UUID id(Call call, @Nullable String nonce, Idempotency.Token token) {
        if (nonce != null) {
            return commands.newId(Ids.slotOf(call.tenant(), "nonce", nonce));
        }
        Integer slot = token.slot();
        return slot == null ? commands.newId() : commands.newId(slot);
    }

    private static void bothOrNeither(Fields in) {
        boolean withUrl = in.has(CallbackFields.URL) && !in.isNull(CallbackFields.URL);
        boolean withSecret = in.has(CallbackFields.SECRET) && !in.isNull(CallbackFields.SECRET);
        if (withUrl != withSecret) {
            in.wrong(
                    IssueCode.INVALID_VALUE,
                    withUrl ? CallbackFields.SECRET : CallbackFields.URL,
                    "callback_url and callback_secret belong together: send both, or neither");
        }
    }
}
