package dev.tactus.dispatcher.handover;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.MalformedJsonException;
import dev.tactus.contracts.delivery.DispatchWork;
import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.topic.Topic;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads work from records. One that can't be read is counted and passed over: it must not stop its partition. */
final class WorkReader {
    private static final Logger LOG = LoggerFactory.getLogger(WorkReader.class);

    private final AtomicLong unreadable = new AtomicLong();

    Optional<DispatchWork> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(complete(
                    record.topic().equals(Topic.SCHEDULE_FIRES.topicName())
                            ? firstLaunch(Json.read(value(record), FireEvent.class))
                            : Json.read(value(record), DispatchWork.class)));
        } catch (MalformedJsonException | NullPointerException e) {
            unreadable.incrementAndGet();
            // Not the value: a delivery's body is the tenant's.
            LOG.error(
                    "{}-{}@{} can't be read and is passed over ({}): whoever wrote it is no processor of this version",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    long unreadable() {
        return unreadable.get();
    }

    private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
        return Objects.requireNonNull(record.value(), "no value");
    }

    /** The first attempt of a scheduled job is its fire. */
    private static Launch firstLaunch(FireEvent fire) {
        return new Launch(
                fire.tenant(),
                fire.jobId(),
                1,
                fire.workflow(),
                fire.params(),
                fire.timeoutSeconds(),
                fire.scheduleId(),
                fire.scheduledAt(),
                null);
    }

    /** JSON may lack what the type promises. */
    private static DispatchWork complete(DispatchWork work) {
        Objects.requireNonNull(work.tenant(), "tenant");
        switch (work) {
            case Launch launch -> {
                Objects.requireNonNull(launch.jobId(), "job_id");
                Objects.requireNonNull(launch.workflow(), "workflow");
                Objects.requireNonNull(launch.params(), "params");
            }
            case Deliver deliver -> {
                Objects.requireNonNull(deliver.deliveryId(), "delivery_id");
                Objects.requireNonNull(deliver.jobId(), "job_id");
                Objects.requireNonNull(deliver.url(), "url");
                Objects.requireNonNull(deliver.secrets(), "secrets");
                Objects.requireNonNull(deliver.secretContext(), "secret_context");
                Objects.requireNonNull(deliver.eventType(), "event_type");
                Objects.requireNonNull(deliver.body(), "body");
            }
        }
        return work;
    }
}
