package dev.tactus.processor.core;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DeadLetter;
import dev.tactus.contracts.delivery.DeliveryEvent;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.delivery.WebhookEvent;
import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.job.JobEvent;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.RecordHeaders;
import dev.tactus.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What a partition tells the world, in its transaction. Each fact has the next number of the partition, so that all its
 * topics fold in one order.
 */
public final class Facts {
    private static final String VERSION = "1";
    private static final Header[] FIRED = headers(FireEvent.TYPE).toArray();

    private final ProcessorContext<byte[], byte[]> context;
    private final LongSupplier clock;
    private final Tally tally = new Tally();
    private long seq;
    private boolean emitted;

    /** @param clock by which the records are stamped, in epoch milliseconds */
    Facts(ProcessorContext<byte[], byte[]> context, LongSupplier clock, long seq) {
        this.context = context;
        this.clock = clock;
        this.seq = seq;
    }

    /** The number for the next fact; each is used once. */
    public long nextSeq() {
        return ++seq;
    }

    /** What is told here, in numbers. */
    public Tally tally() {
        return tally;
    }

    /** @param event the JSON form of a {@link FireEvent} */
    public void fire(EntityKey schedule, UUID jobId, byte[] event) {
        // The first two are the same for each of a herd.
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders(
                new Header[] {FIRED[0], FIRED[1], new RecordHeader(RecordHeaders.TRACEPARENT, Traceparent.of(jobId))});
        forward(Topic.SCHEDULE_FIRES, schedule.bytes(), event, headers);
    }

    public void schedule(EntityKey schedule, ScheduleEvent event) {
        forward(Topic.SCHEDULE_EVENTS, schedule.bytes(), Json.bytes(event), headers(event.type()));
    }

    /** @param state null when the schedule is deleted */
    public void state(EntityKey schedule, @Nullable ScheduleState state) {
        forward(
                Topic.SCHEDULE_STATE,
                schedule.bytes(),
                state == null ? null : Json.bytes(state),
                headers("schedule.state"));
    }

    /** Ends a deleted schedule's command, so that compaction can forget it. */
    public void forgetCommand(EntityKey schedule) {
        forward(
                Topic.SCHEDULE_COMMANDS,
                schedule.bytes(),
                null,
                new org.apache.kafka.common.header.internals.RecordHeaders());
    }

    public void job(Job job, long at) {
        JobEvent event = new JobEvent(job, Instant.ofEpochMilli(at), nextSeq());
        forward(
                Topic.JOB_EVENTS,
                new EntityKey(job.tenant(), job.jobId()).bytes(),
                Json.bytes(event),
                headers(event.type()));
    }

    public void delivery(DeliveryEvent event) {
        forward(
                Topic.DELIVERY_EVENTS,
                new EntityKey(event.tenant(), event.jobId()).bytes(),
                Json.bytes(event),
                headers(event.type()));
    }

    /** @param key whose order the work keeps: a schedule's, or an ad-hoc job's */
    public void work(EntityKey key, DispatchWork work) {
        String type =
                switch (work) {
                    case DispatchWork.Launch launch -> "work.launch";
                    case DispatchWork.Deliver deliver -> "work.deliver";
                };
        forward(Topic.DISPATCH_WORK, key.bytes(), Json.bytes(work), headers(type));
    }

    public void deadLetter(DeadLetter letter) {
        tally.deadLetter();
        forward(
                Topic.DEAD_LETTERS,
                letter.key().getBytes(StandardCharsets.UTF_8),
                Json.bytes(letter),
                headers(DeadLetter.TYPE));
    }

    /** @param workflow null when it is removed */
    public void workflow(String key, @Nullable Workflow workflow) {
        forward(
                Topic.TENANT_REGISTRY,
                key.getBytes(StandardCharsets.UTF_8),
                workflow == null ? null : Json.bytes(workflow),
                headers("registry.workflow"));
    }

    /** @param webhook null when it is deleted */
    public void webhook(String key, @Nullable Webhook webhook) {
        forward(
                Topic.TENANT_REGISTRY,
                key.getBytes(StandardCharsets.UTF_8),
                webhook == null ? null : Json.bytes(webhook),
                headers("registry.webhook"));
    }

    public void webhookEvent(WebhookEvent event) {
        forward(
                Topic.DELIVERY_EVENTS,
                new EntityKey(event.tenant(), event.webhookEndpointId()).bytes(),
                Json.bytes(event),
                headers(event.type()));
    }

    /** From one partition to another, in its transaction. Nobody waits for what becomes of it. */
    public void registryCommand(RegistryCommand command) {
        forward(
                Topic.REGISTRY_COMMANDS,
                command.key().getBytes(StandardCharsets.UTF_8),
                Json.bytes(command),
                new org.apache.kafka.common.header.internals.RecordHeaders());
    }

    /** The last number used, if any was since the last call: then the partition's row must be written. */
    boolean takeEmitted() {
        boolean was = emitted;
        emitted = false;
        return was;
    }

    long seq() {
        return seq;
    }

    private void forward(Topic topic, byte[] key, byte @Nullable [] value, Headers headers) {
        emitted = true;
        context.forward(
                new Record<byte[], byte @Nullable []>(key, value, clock.getAsLong(), headers), topic.topicName());
    }

    private static Headers headers(String type) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        RecordHeaders.add(headers, RecordHeaders.EVENT_TYPE, type);
        RecordHeaders.add(headers, RecordHeaders.EVENT_VERSION, VERSION);
        return headers;
    }
}
