package dev.tactus.processor.core.registry;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.delivery.WebhookEvent;
import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.registry.Webhook.FormerSecret;
import dev.tactus.contracts.registry.WebhookCommand;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.delivery.Deliveries;
import dev.tactus.processor.core.delivery.EndpointHealth;
import dev.tactus.processor.core.delivery.Endpoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Applies what is asked and told of stored webhooks. A webhook is decided in its tenant's partition, and copied from there,
 * in the same transaction, to all others: a job may end in any, and there it must be known who is told.
 */
public final class Webhooks {
    /** The most webhooks of a tenant: each job that ends makes a delivery to every one. */
    static final int MOST = 100;
    /** The most secrets that sign beside the current one. */
    private static final int MOST_FORMER = 4;

    private final TaskContext task;
    private final Endpoints endpoints;
    private final EndpointHealth health;
    private final Deliveries deliveries;

    public Webhooks(TaskContext task, Endpoints endpoints, EndpointHealth health, Deliveries deliveries) {
        this.task = task;
        this.endpoints = endpoints;
        this.health = health;
        this.deliveries = deliveries;
    }

    public Outcome apply(WebhookCommand command, long timestamp) {
        if (command instanceof WebhookCommand.Create create) {
            return create(create, Instant.ofEpochMilli(timestamp));
        }
        if (command instanceof WebhookCommand.Copy copy) {
            return copy(copy);
        }
        Webhook webhook = endpoints.get(command.tenant(), command.id());
        return webhook == null ? notFound(command.id()) : apply(command, webhook, Instant.ofEpochMilli(timestamp));
    }

    private Outcome apply(WebhookCommand command, Webhook webhook, Instant at) {
        return switch (command) {
            case WebhookCommand.Update update -> update(update, webhook, at);
            case WebhookCommand.Delete delete -> delete(webhook);
            case WebhookCommand.Test test -> {
                deliveries.test(webhook, test.deliveryId(), at.toEpochMilli());
                yield applied(webhook);
            }
            case WebhookCommand.Disable disable ->
                webhook.active() && webhook.activeSince().equals(disable.activeSince())
                        ? disable(webhook, disable.reason(), at)
                        : applied(webhook);
            case WebhookCommand.Failing failing ->
                webhook.active()
                                && webhook.activeSince().equals(failing.activeSince())
                                && health.nothingDelivered(webhook, failing.since())
                        ? disable(webhook, tooLong(failing), at)
                        : applied(webhook);
            case WebhookCommand.Delivered delivered -> {
                health.deliveredSomewhere(webhook, delivered.at());
                yield applied(webhook);
            }
            case WebhookCommand.Create create -> throw new IllegalStateException("a create has no webhook yet");
            case WebhookCommand.Copy copy -> throw new IllegalStateException("a copy is not decided on");
        };
    }

    private Outcome create(WebhookCommand.Create command, Instant at) {
        if (endpoints.get(command.tenant(), command.id()) != null) {
            return Outcome.Refused.of(Outcome.Reason.CONFLICT, "webhook " + command.id() + " exists already");
        }
        if (endpoints.of(command.tenant()).size() >= MOST) {
            return Outcome.Refused.of(
                    Outcome.Reason.CONFLICT, "there are " + MOST + " webhooks already: delete one first");
        }
        Webhook webhook = new Webhook(
                command.tenant(),
                command.id(),
                command.url(),
                command.secret(),
                List.of(),
                blankToNull(command.description()),
                command.active(),
                null,
                1,
                at,
                at,
                at);
        publish(webhook);
        return applied(webhook);
    }

    private Outcome update(WebhookCommand.Update command, Webhook before, Instant at) {
        Boolean wanted = command.active();
        boolean active = wanted == null ? before.active() : wanted;
        boolean enabled = active && !before.active();
        String url = command.url();
        String secret = command.secret();
        String description = command.description();
        Webhook after = new Webhook(
                before.tenant(),
                before.id(),
                url == null ? before.url() : url,
                secret == null ? before.secret() : secret,
                secret == null ? signing(before.formerSecrets(), at) : former(before, command.overlapSeconds(), at),
                description == null ? before.description() : blankToNull(description),
                active,
                // Whoever says what it shall be knows why.
                wanted == null ? before.disabledReason() : null,
                before.revision() + 1,
                enabled ? at : before.activeSince(),
                before.createdAt(),
                at);
        publish(after);
        if (enabled) {
            health.forget(after.tenant(), after.id());
            event(after, null, at);
            deliveries.probe(after, at.toEpochMilli());
        } else if (before.active() && !active) {
            event(after, "the tenant disabled it", at);
        }
        return applied(after);
    }

    private Outcome delete(Webhook webhook) {
        endpoints.remove(webhook.tenant(), webhook.id());
        health.forget(webhook.tenant(), webhook.id());
        task.facts().webhook(Webhook.key(webhook.tenant(), webhook.id()), null);
        copyToOthers(webhook.tenant(), webhook.id(), null);
        return applied(webhook);
    }

    private Outcome disable(Webhook before, String reason, Instant at) {
        Webhook after = new Webhook(
                before.tenant(),
                before.id(),
                before.url(),
                before.secret(),
                before.formerSecrets(),
                before.description(),
                false,
                reason,
                before.revision() + 1,
                before.activeSince(),
                before.createdAt(),
                at);
        publish(after);
        event(after, reason, at);
        return applied(after);
    }

    private Outcome copy(WebhookCommand.Copy command) {
        Webhook before = endpoints.get(command.tenant(), command.id());
        Webhook webhook = command.webhook();
        if (webhook == null) {
            endpoints.remove(command.tenant(), command.id());
            health.forget(command.tenant(), command.id());
            return new Outcome.Applied(0, Json.tree(null));
        }
        endpoints.put(webhook);
        if (before != null && !before.activeSince().equals(webhook.activeSince())) {
            health.forget(webhook.tenant(), webhook.id());
        }
        return applied(webhook);
    }

    private void publish(Webhook webhook) {
        endpoints.put(webhook);
        task.facts().webhook(Webhook.key(webhook.tenant(), webhook.id()), webhook);
        copyToOthers(webhook.tenant(), webhook.id(), webhook);
    }

    private void copyToOthers(String tenant, UUID id, @Nullable Webhook webhook) {
        if (task.settings().partitions().count() > 1) {
            task.facts().registryCommand(new WebhookCommand.Copy(tenant, id, webhook));
        }
    }

    private void event(Webhook webhook, @Nullable String reason, Instant at) {
        task.facts()
                .webhookEvent(new WebhookEvent(
                        webhook.tenant(),
                        webhook.id(),
                        webhook.url(),
                        webhook.active(),
                        reason,
                        at,
                        task.facts().nextSeq()));
    }

    /** The secrets that go on to sign for a while once another takes the current one's place. */
    private static List<FormerSecret> former(Webhook before, int overlapSeconds, Instant at) {
        List<FormerSecret> former = new ArrayList<>();
        if (overlapSeconds > 0) {
            former.add(new FormerSecret(before.secret(), at.plusSeconds(overlapSeconds)));
        }
        former.addAll(signing(before.formerSecrets(), at));
        return former.stream().limit(MOST_FORMER).toList();
    }

    private static List<FormerSecret> signing(List<FormerSecret> former, Instant at) {
        return former.stream().filter(secret -> secret.signsUntil().isAfter(at)).toList();
    }

    private static String tooLong(WebhookCommand.Failing failing) {
        return "deliveries have failed since " + Json.text(failing.since()) + ", and none has succeeded";
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static Outcome applied(Webhook webhook) {
        return new Outcome.Applied(webhook.revision(), webhook);
    }

    private static Outcome notFound(UUID id) {
        return Outcome.Refused.of(Outcome.Reason.NOT_FOUND, "webhook " + id + " does not exist");
    }
}
