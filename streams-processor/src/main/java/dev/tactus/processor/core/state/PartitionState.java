package dev.tactus.processor.core.state;

import dev.tactus.contracts.registry.Webhook;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.contracts.schedule.ScheduleState;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * All that a partition remembers.
 *
 * @param definitions of schedules: cold, written when a client changes one
 * @param progress of schedules: hot, written with each fire
 * @param openJobs jobs that are not final; a job that was fired and not yet reported on is in {@code progress} instead
 * @param endedJobs jobs that are final, apart from the open ones so that a start reads only those
 * @param openDeliveries deliveries that are not settled
 * @param endedDeliveries deliveries that are settled
 * @param outcomes by command id, which sorts by time
 * @param firstAnswers by idempotency key or nonce
 * @param deletedCommands commands of deleted schedules, until compaction may forget them
 * @param workflows by {@link Workflow#key}
 * @param webhooks of all tenants, by {@link Webhook#key}
 * @param webhookHealth by {@link Webhook#key}
 * @param settledJobs by tenant, schedule and job
 * @param orphanings by tenant and workflow id, until they are done
 * @param partition the one row about the partition itself
 */
public record PartitionState(
        Table<ScheduleState> definitions,
        Table<ScheduleProgress> progress,
        Table<JobRow> openJobs,
        Table<JobRow> endedJobs,
        Table<DeliveryRow> openDeliveries,
        Table<DeliveryRow> endedDeliveries,
        Table<OutcomeRow> outcomes,
        Table<FirstAnswer> firstAnswers,
        Table<DeletedCommand> deletedCommands,
        Table<Workflow> workflows,
        Table<Webhook> webhooks,
        Table<HealthRow> webhookHealth,
        Table<SettledJob> settledJobs,
        Table<OrphaningRow> orphanings,
        Table<PartitionRow> partition) {

    public static PartitionState in(KeyValueStore<Bytes, byte[]> store) {
        return new PartitionState(
                json(store, 'd', ScheduleState.class),
                new Table<>(store, 'h', new ProgressFormat()),
                json(store, 'q', JobRow.class),
                json(store, 'j', JobRow.class),
                json(store, 'v', DeliveryRow.class),
                json(store, 'w', DeliveryRow.class),
                json(store, 'o', OutcomeRow.class),
                json(store, 'i', FirstAnswer.class),
                json(store, 'x', DeletedCommand.class),
                json(store, 'r', Workflow.class),
                json(store, 'e', Webhook.class),
                json(store, 't', HealthRow.class),
                json(store, 'k', SettledJob.class),
                json(store, 'u', OrphaningRow.class),
                json(store, 'p', PartitionRow.class));
    }

    private static <V> Table<V> json(KeyValueStore<Bytes, byte[]> store, char letter, Class<V> type) {
        return new Table<>(store, letter, RowFormat.json(type));
    }
}
