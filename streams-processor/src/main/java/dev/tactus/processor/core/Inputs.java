package dev.tactus.processor.core;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.registry.WebhookCommand;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.processor.core.delivery.Deliveries;
import dev.tactus.processor.core.delivery.Redelivery;
import dev.tactus.processor.core.registry.Webhooks;
import dev.tactus.processor.core.registry.Workflows;
import dev.tactus.processor.core.schedule.Schedules;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Reads input records and hands each to the part that it is for. */
final class Inputs {
    /** What a partition reads, from the same partition of each. */
    static final List<Topic> TOPICS = List.of(
            Topic.SCHEDULE_COMMANDS,
            Topic.SCHEDULE_ACTIONS,
            Topic.JOB_REPORTS,
            Topic.DELIVERY_REPORTS,
            Topic.REGISTRY_COMMANDS);

    private final Schedules schedules;
    private final Deliveries deliveries;
    private final Redelivery redelivery;
    private final Workflows workflows;
    private final Webhooks webhooks;
    private final Outcomes outcomes;

    Inputs(
            Schedules schedules,
            Deliveries deliveries,
            Redelivery redelivery,
            Workflows workflows,
            Webhooks webhooks,
            Outcomes outcomes) {
        this.schedules = schedules;
        this.deliveries = deliveries;
        this.redelivery = redelivery;
        this.workflows = workflows;
        this.webhooks = webhooks;
        this.outcomes = outcomes;
    }

    /** The outcome, for commands; null for reports that nobody waits for. */
    @Nullable
    Outcome apply(Topic topic, Record<byte[], byte[]> record, @Nullable CommandHeaders headers) {
        return switch (topic) {
            case SCHEDULE_COMMANDS -> scheduleCommand(record, orInternal(headers));
            case SCHEDULE_ACTIONS -> action(record, orInternal(headers));
            case REGISTRY_COMMANDS -> registryCommand(record, orInternal(headers));
            case JOB_REPORTS -> {
                Supplier<Outcome> outcome =
                        schedules.jobs().report(Json.read(record.value(), JobReport.class), record.timestamp());
                yield headers == null ? null : outcome.get();
            }
            case DELIVERY_REPORTS -> {
                deliveries.report(Json.read(record.value(), DeliveryReport.class));
                yield null;
            }
            default -> throw new IllegalStateException(topic + " is not an input");
        };
    }

    private Outcome scheduleCommand(Record<byte[], byte[]> record, CommandHeaders headers) {
        EntityKey key = EntityKey.parse(record.key());
        ScheduleCommand command = ScheduleCommand.read(record.value());
        return outcomes.once(
                headers,
                key.tenant(),
                Topic.SCHEDULE_COMMANDS.topicName(),
                () -> schedules.apply(command, key, headers, record.timestamp()));
    }

    private Outcome action(Record<byte[], byte[]> record, CommandHeaders headers) {
        Action action = Json.read(record.value(), Action.class);
        String route =
                Topic.SCHEDULE_ACTIONS.topicName() + "/" + action.getClass().getSimpleName();
        return outcomes.once(headers, action.tenant(), route, () -> switch (action) {
            case Action.Trigger trigger -> schedules.trigger(trigger, headers, record.timestamp());
            case Action.CreateJob create ->
                outcomes.onceByNonce(
                        create.nonce(), create.tenant(), () -> schedules.jobs().create(create, record.timestamp()));
            case Action.CancelJob cancel ->
                schedules.jobs().cancel(new EntityKey(cancel.tenant(), cancel.jobId()), record.timestamp());
            case Action.Redeliver redeliver -> redelivery.one(redeliver);
            case Action.RedeliverDead dead -> redelivery.dead(dead);
        });
    }

    private Outcome registryCommand(Record<byte[], byte[]> record, CommandHeaders headers) {
        RegistryCommand command = Json.read(record.value(), RegistryCommand.class);
        return outcomes.once(headers, command.tenant(), Topic.REGISTRY_COMMANDS.topicName(), () -> switch (command) {
            case RegistryCommand.Deploy deploy -> workflows.deploy(deploy, record.timestamp());
            case RegistryCommand.Remove remove -> workflows.remove(remove);
            case WebhookCommand ofWebhook -> webhooks.apply(ofWebhook, record.timestamp());
        });
    }

    /** A command without headers is applied as it is, and nobody waits for it. */
    private static CommandHeaders orInternal(@Nullable CommandHeaders headers) {
        return headers == null ? CommandHeaders.of(new UUID(0, 0), null) : headers;
    }
}
