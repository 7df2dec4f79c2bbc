package dev.tactus.processor.core;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.processor.core.delivery.Deliveries;
import dev.tactus.processor.core.delivery.EndpointHealth;
import dev.tactus.processor.core.delivery.Endpoints;
import dev.tactus.processor.core.delivery.JobDeliveries;
import dev.tactus.processor.core.job.PendingJobs;
import dev.tactus.processor.core.retention.Retention;
import dev.tactus.processor.core.schedule.Schedules;
import dev.tactus.processor.core.state.PartitionState;
import dev.tactus.processor.core.timer.TimerIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** The parts of a partition over a store in memory, without Kafka Streams around them. */
public final class InMemoryTask {
    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final TaskContext task;
    private final Endpoints endpoints;
    private Instant now;

    public InMemoryTask(Instant now) {
        this.now = now;
        context.setCurrentSystemTimeMs(now.toEpochMilli());
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("state"), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        task = new TaskContext(
                CoreSettings.defaults(new Partitions(1)),
                PartitionState.in(store),
                new Facts(context, context::currentSystemTimeMs, 0),
                new TimerIndex(),
                () -> Long.MAX_VALUE,
                () -> this.now.toEpochMilli());
        endpoints = new Endpoints(task);
    }

    public TaskContext task() {
        return task;
    }

    public void pass(Duration time) {
        now = now.plus(time);
        context.setCurrentSystemTimeMs(now.toEpochMilli());
    }

    public Retention retention() {
        return new Retention(task, 0, new JobDeliveries(task, endpoints));
    }

    public Schedules schedules() {
        return new Schedules(
                task,
                new PendingJobs(task.state()),
                new Deliveries(task, endpoints, new EndpointHealth(task), retention()));
    }

    /** Of nine o'clock in the zone. */
    public ScheduleDefinition daily(String name, String zone) {
        ScheduleDefinition everyMinute = Definition.everyMinute(now);
        ScheduleDefinition daily =
                Definition.with(Definition.with(everyMinute, "cron_expr", "0 9 * * *"), "timezone", zone);
        return Definition.with(daily, "id", Ids.derived(now.toEpochMilli(), 0, name));
    }

    /** The values of the records forwarded since the last call. */
    public List<byte[]> forwarded() {
        List<byte[]> values = new ArrayList<>();
        context.forwarded().forEach(captured -> values.add(captured.record().value()));
        context.resetForwards();
        return values;
    }
}
