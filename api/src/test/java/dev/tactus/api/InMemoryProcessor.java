package dev.tactus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.workflow.Workflows;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.command.Outcome.Reason;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.delivery.DeliveryOutcome;
import dev.tactus.contracts.delivery.DeliveryView;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.query.OutcomeTimeoutException;
import dev.tactus.contracts.query.PartitionOwners;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.registry.WebhookCommand;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.schedule.ScheduleView;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Stands for all processors: it applies the records of a {@link MockProducer} and keeps the state in maps. It knows no
 * time and launches nothing; every job that is created runs at once.
 */
final class InMemoryProcessor implements PartitionOwners, Workflows {
    static final Instant NOW = Instant.parse("2026-05-17T01:15:26.670Z");

    final Partitions partitions = new Partitions(4);
    private final MockProducer<byte[], byte[]> producer;
    private final NavigableMap<String, ScheduleState> schedules = new TreeMap<>();
    private final NavigableMap<String, Job> jobs = new TreeMap<>();
    private final NavigableMap<String, Workflow> workflows = new TreeMap<>();
    private final NavigableMap<String, Webhook> webhooks = new TreeMap<>();
    private final NavigableMap<String, DeliveryView> deliveries = new TreeMap<>();
    private final Map<UUID, Outcome> outcomes = new HashMap<>();
    private final Map<String, CommandHeaders> firsts = new HashMap<>();
    private int applied;
    private boolean ready = true;
    private boolean reads = true;
    private boolean silent;

    InMemoryProcessor(MockProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    synchronized void reads(boolean reads) {
        this.reads = reads;
    }

    synchronized void ready(boolean ready) {
        this.ready = ready;
    }

    /** Takes commands and says nothing. */
    synchronized void silent(boolean silent) {
        this.silent = silent;
    }

    @Override
    public synchronized Outcome outcome(int partition, UUID commandId, Duration timeout) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(producer.history());
        for (; applied < records.size(); applied++) {
            ProducerRecord<byte[], byte[]> record = records.get(applied);
            CommandHeaders headers = CommandHeaders.read(record.headers());
            if (record.partition() != partitions.of(headers.commandId())) {
                throw new AssertionError("the command's id and its record disagree on the partition: " + record);
            }
            outcomes.put(headers.commandId(), apply(record, headers));
        }
        if (silent || partition != partitions.of(commandId)) {
            throw new OutcomeTimeoutException(commandId);
        }
        return outcomes.get(commandId);
    }

    private Outcome apply(ProducerRecord<byte[], byte[]> record, CommandHeaders headers) {
        if (headers.idempotencyKey() != null) {
            CommandHeaders first = firsts.putIfAbsent(headers.idempotencyKey(), headers);
            if (first != null) {
                return first.bodyHash().equals(headers.bodyHash())
                        ? outcomes.get(first.commandId())
                        : Outcome.Refused.of(Reason.CONFLICT, "the idempotency key was used for another request");
            }
        }
        if (record.topic().equals(Topic.REGISTRY_COMMANDS.topicName())) {
            return registry(Json.read(record.value(), RegistryCommand.class));
        }
        EntityKey key = EntityKey.parse(record.key());
        if (record.topic().equals(Topic.SCHEDULE_COMMANDS.topicName())) {
            return schedule(key, ScheduleCommand.read(record.value()), headers);
        }
        return record.topic().equals(Topic.JOB_REPORTS.topicName())
                ? report(key, Json.read(record.value(), JobReport.class))
                : action(key, Json.read(record.value(), Action.class));
    }

    private Outcome schedule(EntityKey key, ScheduleCommand command, CommandHeaders headers) {
        ScheduleState before = schedules.get(key.toString());
        if (command instanceof ScheduleCommand.Put put) {
            long revision = before == null ? 1 : before.revision() + 1;
            var definition =
                    before == null ? put.definition() : before.definition().with(headers.changed(), put.definition());
            ScheduleState state = new ScheduleState(definition, revision, NOW);
            schedules.put(key.toString(), state);
            return new Outcome.Applied(revision, Json.tree(view(state)));
        }
        schedules.remove(key.toString());
        return before == null
                ? Outcome.Refused.of(Reason.NOT_FOUND, "there is no schedule " + key.id())
                : new Outcome.Applied(before.revision(), Json.tree(view(before)));
    }

    private Outcome action(EntityKey key, Action action) {
        if (action instanceof Action.CreateJob create) {
            Job job = jobs.values().stream()
                    .filter(known -> create.nonce() != null && create.nonce().equals(known.nonce()))
                    .findFirst()
                    .orElseGet(() -> job(create.jobId(), create.tenant(), create.workflow(), create.nonce(), null));
            jobs.put(new EntityKey(job.tenant(), job.jobId()).toString(), job);
            return new Outcome.Applied(1, Json.tree(job));
        }
        if (action instanceof Action.Trigger trigger) {
            ScheduleState state = schedules.get(key.toString());
            if (state == null) {
                return Outcome.Refused.of(Reason.NOT_FOUND, "there is no schedule " + key.id());
            }
            UUID id = UUID.nameUUIDFromBytes(key.bytes());
            return new Outcome.Applied(
                    1, Json.tree(job(id, trigger.tenant(), state.definition().workflow(), null, key.id())));
        }
        if (action instanceof Action.Redeliver redeliver) {
            return deliveries.containsKey(redeliver.deliveryId().toString())
                    ? new Outcome.Applied(2, Json.object())
                    : Outcome.Refused.of(Reason.NOT_FOUND, "there is no delivery " + redeliver.deliveryId());
        }
        if (action instanceof Action.RedeliverDead dead) {
            long found = deliveries.values().stream()
                    .filter(delivery -> partitions.of(delivery.deliveryId()) == partitions.of(key.id()))
                    .filter(delivery -> delivery.outcome() == DeliveryOutcome.DEAD)
                    .filter(delivery -> dead.webhookEndpointId() == null
                            || dead.webhookEndpointId().equals(delivery.webhookEndpointId()))
                    .filter(delivery -> !delivery.createdAt().isBefore(dead.since()))
                    .count();
            return new Outcome.Applied(
                    found, Json.object().put("redelivered", found).put("more", false));
        }
        return finish(key, JobStatus.CANCELLED, null, null);
    }

    private Outcome report(EntityKey key, JobReport report) {
        return switch (report) {
            case JobReport.Completed completed -> finish(key, JobStatus.COMPLETED, completed.result(), null);
            case JobReport.Failed failed -> finish(key, JobStatus.FAILED, null, failed.error());
            default -> finish(key, JobStatus.RUNNING, null, null);
        };
    }

    private Outcome finish(EntityKey key, JobStatus status, JsonNode result, String error) {
        Job job = jobs.get(key.toString());
        if (job == null) {
            return Outcome.Refused.of(Reason.NOT_FOUND, "there is no job " + key.id());
        }
        if (job.status().isFinal()) {
            return Outcome.Refused.of(Reason.CONFLICT, "the job is " + job.status() + " already");
        }
        Job done = new Job(
                job.jobId(),
                job.tenant(),
                job.workflow(),
                null,
                null,
                null,
                status,
                job.params(),
                60,
                result,
                error,
                null,
                null,
                null,
                job.nonce(),
                1,
                NOW,
                NOW,
                NOW);
        jobs.put(key.toString(), done);
        return new Outcome.Applied(1, Json.tree(done));
    }

    private static Job job(UUID id, String tenant, String workflow, String nonce, UUID schedule) {
        return new Job(
                id,
                tenant,
                workflow,
                null,
                null,
                null,
                JobStatus.RUNNING,
                Json.object(),
                60,
                null,
                null,
                null,
                schedule,
                null,
                nonce,
                1,
                NOW,
                NOW,
                null);
    }

    private Outcome registry(RegistryCommand command) {
        return switch (command) {
            case RegistryCommand.Deploy deploy -> {
                Workflow workflow = new Workflow(
                        deploy.tenant(),
                        deploy.name(),
                        deploy.workflowId(),
                        deploy.deploymentId(),
                        1,
                        deploy.runner(),
                        deploy.inputSchema(),
                        NOW,
                        NOW);
                workflows.put(Workflow.key(deploy.tenant(), deploy.name()), workflow);
                yield new Outcome.Applied(1, Json.tree(workflow));
            }
            case RegistryCommand.Remove remove -> {
                Workflow removed = workflows.remove(Workflow.key(remove.tenant(), remove.name()));
                ObjectNode answer = (ObjectNode) Json.tree(removed);
                if (remove.disableSchedules()) {
                    schedules.replaceAll((key, state) -> disabled(state));
                }
                yield new Outcome.Applied(1, answer.put("removed_at", Json.text(NOW)));
            }
            case RegistryCommand.DisableSchedules disable -> throw new AssertionError("no client asks for " + disable);
            case WebhookCommand ofWebhook -> webhook(ofWebhook);
        };
    }

    private static ScheduleState disabled(ScheduleState state) {
        ObjectNode definition = ((ObjectNode) Json.tree(state.definition())).put("enabled", false);
        return new ScheduleState(Json.convert(definition, ScheduleDefinition.class), state.revision() + 1, NOW);
    }

    private Outcome webhook(WebhookCommand command) {
        String key = Webhook.key(command.tenant(), command.id());
        if (command instanceof WebhookCommand.Create create) {
            return stored(create.tenant(), create.id(), create.url(), create.secret(), create.active());
        }
        Webhook before = webhooks.get(key);
        if (before == null) {
            return Outcome.Refused.of(Reason.NOT_FOUND, "there is no webhook " + command.id());
        }
        if (command instanceof WebhookCommand.Update update) {
            return stored(
                    update.tenant(),
                    update.id(),
                    update.url() == null ? before.url() : update.url(),
                    update.secret() == null ? before.secret() : update.secret(),
                    update.active() == null ? before.active() : update.active());
        }
        if (command instanceof WebhookCommand.Delete) {
            webhooks.remove(key);
        }
        return new Outcome.Applied(before.revision(), Json.tree(before));
    }

    private Outcome stored(String tenant, UUID id, String url, String secret, boolean active) {
        Webhook webhook = new Webhook(tenant, id, url, secret, List.of(), null, active, null, 1, NOW, NOW, NOW);
        webhooks.put(Webhook.key(tenant, id), webhook);
        return new Outcome.Applied(1, Json.tree(webhook));
    }

    synchronized List<Webhook> webhooks(String tenant) {
        return webhooks.values().stream()
                .filter(webhook -> webhook.tenant().equals(tenant))
                .toList();
    }

    /** What became of deliveries is none of the API's business: a test says it. */
    synchronized void delivered(DeliveryView delivery) {
        deliveries.put(delivery.deliveryId().toString(), delivery);
    }

    private static ScheduleView view(ScheduleState state) {
        return ScheduleView.of(state, new ScheduleView.Progress(NOW, null, null, null, 0));
    }

    @Override
    public synchronized JsonNode query(int partition, Query query) {
        JsonNode answer = answer(partition, query);
        return answer == null ? NullNode.getInstance() : answer;
    }

    private JsonNode answer(int partition, Query query) {
        return switch (query) {
            case Query.GetSchedule get -> {
                ScheduleState state = schedules.get(new EntityKey(get.tenant(), get.id()).toString());
                yield state == null || partitions.of(get.id()) != partition ? null : Json.tree(view(state));
            }
            case Query.GetScheduleState get -> {
                ScheduleState state = schedules.get(new EntityKey(get.tenant(), get.id()).toString());
                yield state == null || partitions.of(get.id()) != partition ? null : Json.tree(state);
            }
            case Query.GetJob get -> {
                Job job = jobs.get(new EntityKey(get.tenant(), get.id()).toString());
                yield job == null ? null : Json.tree(job);
            }
            case Query.ListSchedules list -> {
                ArrayNode page = Json.mapper().createArrayNode();
                schedules.descendingMap().values().stream()
                        .filter(state -> state.definition().tenant().equals(list.tenant()))
                        .filter(state -> partitions.of(state.definition().id()) == partition)
                        .filter(state -> list.before() == null
                                || state.definition()
                                                .id()
                                                .toString()
                                                .compareTo(list.before().toString())
                                        < 0)
                        .filter(state -> list.enabled() == null
                                || list.enabled() == state.definition().enabled())
                        .filter(state -> list.workflow() == null
                                || list.workflow().equals(state.definition().workflow()))
                        .filter(state -> state.definition()
                                .labels()
                                .entrySet()
                                .containsAll(list.labels().entrySet()))
                        .limit(list.limit())
                        .forEach(state -> page.add(Json.tree(view(state))));
                yield page;
            }
            case Query.ListDeliveries list -> {
                ArrayNode page = Json.mapper().createArrayNode();
                deliveries.descendingMap().values().stream()
                        .filter(delivery -> partitions.of(delivery.deliveryId()) == partition)
                        .filter(delivery -> list.outcome() == null || list.outcome() == delivery.outcome())
                        .filter(delivery -> list.before() == null
                                || delivery.deliveryId()
                                                .toString()
                                                .compareTo(list.before().toString())
                                        < 0)
                        .limit(list.limit())
                        .forEach(delivery -> page.add(Json.tree(delivery)));
                yield page;
            }
            case Query.CountLiveSchedules count ->
                Json.tree(schedules.values().stream()
                        .filter(state -> partitions.of(state.definition().id()) == partition)
                        .filter(state -> state.definition().tenant().equals(count.tenant())
                                && state.definition().workflow().equals(count.workflow())
                                && state.definition().enabled())
                        .count());
            case Query.ListJobs list -> {
                ArrayNode page = Json.mapper().createArrayNode();
                jobs.descendingMap().values().stream()
                        .filter(job -> job.tenant().equals(list.tenant()) && partitions.of(job.jobId()) == partition)
                        .filter(job -> list.status() == null || list.status() == job.status())
                        .limit(list.limit())
                        .forEach(job -> page.add(Json.tree(job)));
                yield page;
            }
        };
    }

    @Override
    public synchronized List<JsonNode> queryAll(Query query) {
        List<JsonNode> answers = new ArrayList<>();
        for (int partition = 0; partition < partitions.count(); partition++) {
            answers.add(query(partition, query));
        }
        return answers;
    }

    @Override
    public synchronized boolean ready() {
        return ready;
    }

    @Override
    public synchronized Optional<Workflow> find(String tenant, String name) {
        return Optional.ofNullable(workflows.get(Workflow.key(tenant, name)));
    }

    @Override
    public synchronized List<Workflow> list(String tenant) {
        return workflows.values().stream()
                .filter(workflow -> workflow.tenant().equals(tenant))
                .toList();
    }

    @Override
    public synchronized boolean reads() {
        return reads;
    }

    @Override
    public void catchUp() {
        // There is nothing to wait for.
    }
}
