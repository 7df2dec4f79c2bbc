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
                new Table<>(store, 'd', ScheduleState.class),
                new Table<>(store, 'h', ScheduleProgress.class),
                new Table<>(store, 'q', JobRow.class),
                new Table<>(store, 'j', JobRow.class),
                new Table<>(store, 'v', DeliveryRow.class),
                new Table<>(store, 'w', DeliveryRow.class),
                new Table<>(store, 'o', OutcomeRow.class),
                new Table<>(store, 'i', FirstAnswer.class),
                new Table<>(store, 'x', DeletedCommand.class),
                new Table<>(store, 'r', Workflow.class),
                new Table<>(store, 'e', Webhook.class),
                new Table<>(store, 't', HealthRow.class),
                new Table<>(store, 'k', SettledJob.class),
                new Table<>(store, 'u', OrphaningRow.class),
                new Table<>(store, 'p', PartitionRow.class));
    }
}
