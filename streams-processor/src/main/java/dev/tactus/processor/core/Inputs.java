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
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.processor.core.delivery.Deliveries;
import dev.tactus.processor.core.delivery.Redelivery;
import dev.tactus.processor.core.registry.Webhooks;
import dev.tactus.processor.core.registry.Workflows;
import dev.tactus.processor.core.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Reads input records and hands each to the part that it is for. */
final class Inputs {
    /** What clients want. */
    static final List<Topic> COMMANDS =
            List.of(Topic.SCHEDULE_COMMANDS, Topic.SCHEDULE_ACTIONS, Topic.REGISTRY_COMMANDS);

    /** What became of jobs and deliveries. */
    static final List<Topic> REPORTS = List.of(Topic.JOB_REPORTS, Topic.DELIVERY_REPORTS);

    /** What a partition reads, from the same partition of each. */
    static final List<Topic> TOPICS =
            Stream.concat(COMMANDS.stream(), REPORTS.stream()).toList();

    /**
     * Larger than anything an API takes by default. What comes of a record, as an event or a callback, may be more than
     * twice its size, and a broker refuses what is over a megabyte: the partition would stop at it.
     */
    static final int MOST_BYTES = 384 * 1024;

    /**
     * How far a command may be stamped ahead of this processor's clock. It takes effect at its stamp, and what comes due
     * until then is decided with it, in one transaction: 21,600 fires of a schedule of each second.
     */
    static final Duration MOST_AHEAD = Duration.ofHours(6);

    private static final Set<Topic> COMPACTED = Set.of(Topic.SCHEDULE_COMMANDS, Topic.REGISTRY_COMMANDS);

    private final TaskContext task;
    private final Placement placement;
    private final Schedules schedules;
    private final Deliveries deliveries;
    private final Redelivery redelivery;
    private final Workflows workflows;
    private final Webhooks webhooks;
    private final FirstAnswers firstAnswers;

    Inputs(
            TaskContext task,
            Placement placement,
            Schedules schedules,
            Deliveries deliveries,
            Redelivery redelivery,
            Workflows workflows,
            Webhooks webhooks,
            FirstAnswers firstAnswers) {
        this.task = task;
        this.placement = placement;
        this.schedules = schedules;
        this.deliveries = deliveries;
        this.redelivery = redelivery;
        this.workflows = workflows;
        this.webhooks = webhooks;
        this.firstAnswers = firstAnswers;
    }

    /** Whether a record says nothing: a null ends the key of a compacted topic. */
    static boolean isEnd(Topic topic, Record<byte[], byte[]> record) {
        return record.value() == null && COMPACTED.contains(topic);
    }

    /**
     * The outcome, for commands; null for reports that nobody waits for.
     *
     * @throws RuntimeException when the record can't be read, or does not belong here; nothing is changed then. Also when a
     *     schedule can't be decided whose job has ended: the end stays
     */
    @Nullable
    Outcome apply(Topic topic, Record<byte[], byte[]> record, @Nullable CommandHeaders headers) {
        if (record.key() == null || record.value() == null) {
            throw new IllegalArgumentException("has no " + (record.key() == null ? "key" : "value"));
        }
        if (record.value().length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "has " + record.value().length + " bytes, more than the " + MOST_BYTES + " that are taken");
        }
        if (COMMANDS.contains(topic)) {
            requireNotAhead(record.timestamp());
        }
        return switch (topic) {
            case SCHEDULE_COMMANDS -> scheduleCommand(record, orInternal(headers));
            case SCHEDULE_ACTIONS -> action(record, orInternal(headers));
            case REGISTRY_COMMANDS -> registryCommand(record, orInternal(headers));
            case JOB_REPORTS -> {
                JobReport report = read(record, JobReport.class);
                placement.require(report.jobId());
                requireShallow(report);
                Supplier<Outcome> outcome = schedules.jobs().report(report, CommandsFirst.reportedAt(record));
                yield headers == null ? null : outcome.get();
            }
            case DELIVERY_REPORTS -> {
                DeliveryReport report = read(record, DeliveryReport.class);
                placement.require(report.deliveryId());
                deliveries.report(report);
                yield null;
            }
            default -> throw new IllegalStateException(topic + " is not an input");
        };
    }

    /** It ends up in rows, facts and answers, each of which is read again. */
    private static void requireShallow(JobReport report) {
        if (report instanceof JobReport.Completed completed && Json.depth(completed.result()) > Json.MOST_FREE_DEPTH) {
            throw new IllegalArgumentException(
                    "has a result that is nested deeper than " + Json.MOST_FREE_DEPTH + " levels");
        }
    }

    private void requireNotAhead(long timestamp) {
        long ahead = timestamp - task.now();
        if (ahead > MOST_AHEAD.toMillis()) {
            throw new IllegalArgumentException(
                    "is stamped " + Json.text(Instant.ofEpochMilli(timestamp)) + " by the broker, "
                            + Duration.ofMillis(ahead).toSeconds() + " s ahead of the processor's clock, more than the "
                            + MOST_AHEAD.toSeconds() + " s that are taken: set the clocks right, and send it again");
        }
    }

    private Outcome scheduleCommand(Record<byte[], byte[]> record, CommandHeaders headers) {
        EntityKey key = EntityKey.parse(record.key());
        ScheduleCommand command = ScheduleCommand.read(record.value());
        placement.require(key.id());
        if (command instanceof ScheduleCommand.Put put && !Objects.equals(keyOf(put.definition()), key)) {
            throw new IllegalArgumentException("defines another schedule than its key names");
        }
        return firstAnswers.once(
                headers,
                key.tenant(),
                Topic.SCHEDULE_COMMANDS.topicName(),
                () -> schedules.apply(command, key, headers, record.timestamp()));
    }

    private Outcome action(Record<byte[], byte[]> record, CommandHeaders headers) {
        Action action = read(record, Action.class);
        placement.require(action);
        String route =
                Topic.SCHEDULE_ACTIONS.topicName() + "/" + action.getClass().getSimpleName();
        return firstAnswers.once(headers, action.tenant(), route, () -> switch (action) {
            case Action.Trigger trigger -> schedules.trigger(trigger, headers, record.timestamp());
            case Action.CreateJob create ->
                firstAnswers.onceByNonce(
                        create.nonce(), create.tenant(), () -> schedules.jobs().create(create, record.timestamp()));
            case Action.CancelJob cancel ->
                schedules.jobs().cancel(new EntityKey(cancel.tenant(), cancel.jobId()), record.timestamp());
            case Action.Redeliver redeliver -> redelivery.one(redeliver);
            case Action.RedeliverDead dead -> redelivery.dead(dead);
        });
    }

    private Outcome registryCommand(Record<byte[], byte[]> record, CommandHeaders headers) {
        RegistryCommand command = read(record, RegistryCommand.class);
        placement.require(command);
        return firstAnswers.once(
                headers, command.tenant(), Topic.REGISTRY_COMMANDS.topicName(), () -> switch (command) {
                    case RegistryCommand.Deploy deploy -> workflows.deploy(deploy, record.timestamp());
                    case RegistryCommand.Remove remove -> workflows.remove(remove, headers.actor(), record.timestamp());
                    case RegistryCommand.DisableSchedules disable -> workflows.disableSchedules(disable);
                    case WebhookCommand ofWebhook -> webhooks.apply(ofWebhook, record.timestamp());
                });
    }

    /** JSON may lack what the type promises. */
    private static @Nullable EntityKey keyOf(@Nullable ScheduleDefinition definition) {
        return definition == null ? null : definition.key();
    }

    private static <T> T read(Record<byte[], byte[]> record, Class<T> type) {
        T value = Json.read(record.value(), type);
        if (value == null) {
            throw new IllegalArgumentException("holds the JSON null, and no " + type.getSimpleName());
        }
        return value;
    }

    /** A command without headers is applied as it is, and nobody waits for it. */
    private static CommandHeaders orInternal(@Nullable CommandHeaders headers) {
        return headers == null ? CommandHeaders.of(new UUID(0, 0), null) : headers;
    }
}
