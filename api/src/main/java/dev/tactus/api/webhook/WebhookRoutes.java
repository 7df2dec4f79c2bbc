package dev.tactus.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.command.Commands;
import dev.tactus.api.command.Idempotency;
import dev.tactus.api.http.Call;
import dev.tactus.api.http.Role;
import dev.tactus.api.http.Shell;
import dev.tactus.api.input.CallbackFields;
import dev.tactus.api.input.Fields;
import dev.tactus.api.input.IssueCode;
import dev.tactus.api.input.Issues;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.registry.WebhookCommand;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /v1/webhooks/*}: the endpoints that are told of jobs without a callback of their own. */
public final class WebhookRoutes implements HttpService {
    private static final int MAX_DESCRIPTION = 256;
    /** For how long a replaced secret still signs: a day, and at most a week. */
    private static final int DEFAULT_OVERLAP = (int) Duration.ofDays(1).toSeconds();

    private static final int MAX_OVERLAP = (int) Duration.ofDays(7).toSeconds();

    private static final String URL = "url";
    private static final String SECRET = "signing_secret";
    private static final String OVERLAP = "secret_overlap_seconds";
    private static final String DESCRIPTION = "description";
    private static final String ACTIVE = "active";

    private final Shell shell;
    private final CallbackFields callbacks;
    private final Webhooks webhooks;
    private final Commands commands;
    private final Idempotency idempotency;

    public WebhookRoutes(
            Shell shell, CallbackFields callbacks, Webhooks webhooks, Commands commands, Idempotency idempotency) {
        this.shell = shell;
        this.callbacks = callbacks;
        this.webhooks = webhooks;
        this.commands = commands;
        this.idempotency = idempotency;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/create", shell.route(Role.WRITE, this::create))
                .any("/list", shell.route(Role.READ, this::list))
                .any("/update", shell.route(Role.WRITE, this::update))
                .any("/delete", shell.route(Role.WRITE, this::delete))
                .any("/test", shell.route(Role.WRITE, this::test));
    }

    private ObjectNode create(Call call) {
        Issues issues = new Issues();
        Idempotency.Token token = idempotency.token(call, issues);
        Fields in = Fields.of(call.body(), issues);
        UUID id = newId(call);
        in.require(URL, "where jobs are reported to");
        in.require(SECRET, "reports are signed with it");
        String url = callbacks.url(in, URL);
        String secret = callbacks.secret(in, SECRET, Webhook.secretContext(call.tenant(), id));
        String description = in.text(DESCRIPTION, 0, MAX_DESCRIPTION);
        boolean active = in.bool(ACTIVE, true);
        in.refuseUnknown();
        issues.throwIfAny();
        if (url == null || secret == null) {
            throw new IllegalStateException("what is missing has been noted");
        }
        JsonNode created = commands.registry(
                new WebhookCommand.Create(call.tenant(), id, url, secret, description, active),
                headers(call).withIdempotency(token.key(), token.bodyHash()));
        return Json.object()
                .put("success", true)
                .put("webhook_endpoint_id", created.path("id").asText())
                .put(
                        "message",
                        active
                                ? "The webhook is active: jobs without a callback of their own are reported to it"
                                : "The webhook is stored and not active");
    }

    private ObjectNode list(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        finish(in);
        ObjectNode answer = Json.object();
        answer.putArray("webhook_endpoints")
                .addAll(webhooks.list(call.tenant()).stream()
                        .map(WebhookRoutes::view)
                        .toList());
        return answer;
    }

    private ObjectNode update(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        UUID id = id(in);
        List.of(URL, SECRET, OVERLAP, ACTIVE).forEach(in::refuseNull);
        String url = callbacks.url(in, URL);
        String secret = callbacks.secret(in, SECRET, Webhook.secretContext(call.tenant(), id));
        int overlap = in.integer(OVERLAP, 0, MAX_OVERLAP, DEFAULT_OVERLAP);
        String description = in.isNull(DESCRIPTION) ? "" : in.text(DESCRIPTION, 0, MAX_DESCRIPTION);
        Boolean active = in.bool(ACTIVE);
        if (in.has(OVERLAP) && !in.has(SECRET)) {
            in.wrong(
                    IssueCode.INVALID_VALUE,
                    OVERLAP,
                    OVERLAP + " says for how long the former secret still signs: send it with a new " + SECRET);
        }
        boolean changes = List.of(URL, SECRET, DESCRIPTION, ACTIVE).stream().anyMatch(in::has);
        if (!changes) {
            in.issues()
                    .add(
                            IssueCode.INVALID_VALUE,
                            List.of(),
                            "there is nothing to change: send url, signing_secret, description or active");
        }
        finish(in);
        JsonNode updated = commands.registry(
                new WebhookCommand.Update(call.tenant(), id, newId(call), url, secret, overlap, description, active),
                headers(call));
        return Json.object().put("success", true).put("message", updated(updated, secret, overlap));
    }

    private static String updated(JsonNode webhook, @Nullable String secret, int overlap) {
        String state = webhook.path("active").asBoolean() ? "active" : "not active";
        String rotated = secret == null || overlap == 0
                ? ""
                : "; the former secret still signs for " + overlap + " s beside the new one";
        return "The webhook is changed and " + state + rotated;
    }

    private ObjectNode delete(Call call) {
        UUID id = onlyId(call);
        commands.registry(new WebhookCommand.Delete(call.tenant(), id), headers(call));
        return Json.object()
                .put("success", true)
                .put("message", "The webhook is deleted; what was on its way to it is given up");
    }

    private ObjectNode test(Call call) {
        UUID id = onlyId(call);
        UUID delivery = newId(call);
        commands.registry(new WebhookCommand.Test(call.tenant(), id, delivery), headers(call));
        return Json.object()
                .put("success", true)
                .put("delivery_id", delivery.toString())
                .put("message", "A webhook.test event is on its way; deliveries/list tells how it ended");
    }

    private static ObjectNode view(Webhook webhook) {
        ObjectNode view = Json.object()
                .put("webhook_endpoint_id", webhook.id().toString())
                .put("url", webhook.url())
                .put("description", webhook.description())
                .put("active", webhook.active())
                .put("created_at", Json.text(webhook.createdAt()))
                .put("updated_at", Json.text(webhook.updatedAt()))
                .put("disabled_reason", webhook.disabledReason());
        view.set(
                "former_secret_signs_until",
                webhook.formerSecrets().isEmpty()
                        ? null
                        : Json.tree(webhook.formerSecrets().getFirst().signsUntil()));
        return view;
    }

    /** All of a tenant's webhooks, and what is asked of them, are in the tenant's partition. */
    private UUID newId(Call call) {
        return commands.newId(Ids.slotOf(call.tenant()));
    }

    private CommandHeaders headers(Call call) {
        return CommandHeaders.of(newId(call), call.caller().label());
    }

    private static UUID onlyId(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        UUID id = id(in);
        finish(in);
        return id;
    }

    private static UUID id(Fields in) {
        return in.requiredId("id", "the webhook_endpoint_id");
    }

    private static void finish(Fields in) {
        in.refuseUnknown();
        in.issues().throwIfAny();
    }
}
