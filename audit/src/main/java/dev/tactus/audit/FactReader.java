package dev.tactus.audit;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.MalformedJsonException;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the records of the topics that share the numbers of a partition. */
final class FactReader {
    /** Every topic whose records are numbered: only together have they no gap. */
    static final List<Topic> TOPICS = List.of(
            Topic.SCHEDULE_EVENTS, Topic.SCHEDULE_FIRES, Topic.JOB_EVENTS, Topic.DELIVERY_EVENTS, Topic.DEAD_LETTERS);

    private FactReader() {}

    /** What is read of a job event. */
    private record JobFact(JobPart job, long seq) {}

    private record JobPart(String tenant, @Nullable UUID scheduleId, JobStatus status) {}

    /** What is read of all others. */
    private record Numbered(long seq) {}

    static Fact read(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        Place place = new Place(record.topic(), record.partition(), record.offset(), record.timestamp());
        if (record.value() == null) {
            return new Fact.Unreadable(place, "it has no value");
        }
        try {
            Fact fact = read(topic, place, record);
            return fact.seq() > 0 ? fact : new Fact.Unreadable(place, "it has no number (seq)");
        } catch (MalformedJsonException e) {
            return new Fact.Unreadable(place, String.valueOf(e.getMessage()));
        }
    }

    private static Fact read(Topic topic, Place place, ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        return switch (topic) {
            case SCHEDULE_FIRES -> {
                FireEvent event = Json.read(record.value(), FireEvent.class);
                yield anyAbsent(
                                event.jobId(),
                                event.tenant(),
                                event.scheduleId(),
                                event.kind(),
                                event.scheduledAt(),
                                event.dueAt(),
                                event.emittedAt())
                        ? incomplete(place)
                        : new Fact.Fired(place, key, event);
            }
            case SCHEDULE_EVENTS -> {
                ScheduleEvent event = Json.read(record.value(), ScheduleEvent.class);
                yield anyAbsent(event.tenant(), event.scheduleId(), event.effectiveAt()) || incomplete(event)
                        ? incomplete(place)
                        : new Fact.Said(place, key, event);
            }
            case JOB_EVENTS -> job(place, Json.read(record.value(), JobFact.class));
            default ->
                new Fact.Other(place, Json.read(record.value(), Numbered.class).seq());
        };
    }

    private static Fact job(Place place, JobFact fact) {
        JobPart job = fact.job();
        if (anyAbsent(job)) {
            return incomplete(place);
        }
        UUID schedule = job.scheduleId();
        return schedule != null && job.status() != null && job.status().isFinal()
                ? new Fact.JobEnded(place, fact.seq(), new EntityKey(job.tenant(), schedule))
                : new Fact.Other(place, fact.seq());
    }

    private static boolean incomplete(ScheduleEvent event) {
        return switch (event) {
            case ScheduleEvent.Created created -> anyAbsent(created.definition());
            case ScheduleEvent.Updated updated -> anyAbsent(updated.definition());
            case ScheduleEvent.Deleted deleted -> false;
            case ScheduleEvent.Rescheduled moved -> anyAbsent(moved.before(), moved.tzdbAfter());
            case ScheduleEvent.InstantsSkipped skipped -> anyAbsent(skipped.reason(), skipped.first(), skipped.last());
        };
    }

    private static Fact incomplete(Place place) {
        return new Fact.Unreadable(place, "a field is missing that every such record has");
    }

    /** JSON may leave out what the records' types promise. */
    private static boolean anyAbsent(@Nullable Object... values) {
        return Stream.of(values).anyMatch(value -> value == null);
    }
}
