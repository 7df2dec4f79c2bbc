package dev.tactus.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.command.Commands;
import dev.tactus.api.http.Call;
import dev.tactus.api.http.Role;
import dev.tactus.api.http.Shell;
import dev.tactus.api.input.Fields;
import dev.tactus.api.input.IssueCode;
import dev.tactus.api.input.Issues;
import dev.tactus.api.owners.Reads;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.delivery.DeliveryOutcome;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /v1/deliveries/*}: what became of callbacks and webhooks, and to drive it again. */
public final class DeliveryRoutes implements HttpService {
    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;
    /** The most that one call drives again in one partition: it is one record there, and must not hold others up. */
    private static final int MOST_PER_PARTITION = 1_000;

    private static final List<String> FIELDS = List.of(
            "delivery_id",
            "job_id",
            "webhook_endpoint_id",
            "event_type",
            "url",
            "outcome",
            "attempt",
            "status",
            "error",
            "duration_millis",
            "response",
            "last_attempt_at",
            "next_attempt_at",
            "created_at");

    private final Shell shell;
    private final Commands commands;
    private final Reads reads;
    private final Partitions partitions;

    public DeliveryRoutes(Shell shell, Commands commands, Reads reads, Partitions partitions) {
        this.shell = shell;
        this.commands = commands;
        this.reads = reads;
        this.partitions = partitions;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/list", shell.route(Role.READ, this::list))
                .any("/redeliver", shell.route(Role.WRITE, this::redeliver));
    }

    private ObjectNode list(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        UUID job = in.id("job_id");
        UUID webhook = in.id("webhook_endpoint_id");
        DeliveryOutcome outcome = in.word("outcome", DeliveryOutcome.class);
        int limit = in.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        UUID cursor = in.id("cursor");
        in.refuseUnknown();
        in.issues().throwIfAny();
        Reads.Page page = reads.page(
                new Query.ListDeliveries(call.tenant(), job, webhook, outcome, cursor, limit + 1),
                "delivery_id",
                limit);
        ObjectNode answer = Json.object();
        answer.putArray("deliveries")
                .addAll(page.items().stream().map(DeliveryRoutes::view).toList());
        return answer.put("next_cursor", page.nextCursor().orElse(null));
    }

    private static ObjectNode view(JsonNode delivery) {
        ObjectNode view = Json.object();
        FIELDS.forEach(field -> view.set(field, delivery.get(field)));
        return view;
    }

    private ObjectNode redeliver(Call call) {
        Fields in = Fields.of(call.body(), new Issues());
        UUID id = in.id("id");
        UUID webhook = in.id("webhook_endpoint_id");
        Instant since = in.instant("since");
        Instant until = in.instant("until");
        boolean filtered =
                List.of("webhook_endpoint_id", "since", "until").stream().anyMatch(in::has);
        if (in.has("id") && filtered) {
            in.wrong(IssueCode.INVALID_VALUE, "id", "name one delivery by id, or many by since, not both");
        }
        if (!in.has("id")) {
            in.require("since", "deliveries that began then or later and were given up; or name one by id");
        }
        in.refuseUnknown();
        in.issues().throwIfAny();
        return id != null ? one(call, id) : dead(call, webhook, since == null ? Instant.EPOCH : since, until);
    }

    private ObjectNode one(Call call, UUID id) {
        commands.action(
                new EntityKey(call.tenant(), id), new Action.Redeliver(call.tenant(), id), headers(call, Ids.slot(id)));
        return answer(1, false);
    }

    /** What was given up may be in every partition. */
    private ObjectNode dead(Call call, @Nullable UUID webhook, Instant since, @Nullable Instant until) {
        int redelivered = 0;
        boolean more = false;
        for (int slot = 0; slot < partitions.count(); slot++) {
            Action action = new Action.RedeliverDead(call.tenant(), webhook, since, until, MOST_PER_PARTITION);
            JsonNode done =
                    commands.action(new EntityKey(call.tenant(), commands.newId(slot)), action, headers(call, slot));
            redelivered += done.path("redelivered").asInt();
            more |= done.path("more").asBoolean();
        }
        return answer(redelivered, more);
    }

    private static ObjectNode answer(int redelivered, boolean more) {
        String deliveries = redelivered == 1 ? "1 delivery is" : redelivered + " deliveries are";
        return Json.object()
                .put("success", true)
                .put("redelivered", redelivered)
                .put("more", more)
                .put("message", deliveries + " on the way again" + (more ? "; call again for the rest" : ""));
    }

    private CommandHeaders headers(Call call, int slot) {
        return CommandHeaders.of(commands.newId(slot), call.caller().label());
    }
}
