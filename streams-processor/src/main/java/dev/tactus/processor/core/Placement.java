package dev.tactus.processor.core;

import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.topic.Partitions;
import java.util.UUID;

/**
 * Where records belong. One that lies in another partition was written by a producer that takes Kafka's hash for the
 * partition, or another number of partitions; applied there, it would give a schedule two owners.
 */
record Placement(Partitions partitions, int partition) {
    /** @throws IllegalArgumentException when what the id names does not live here */
    void require(UUID id) {
        require(partitions.of(id));
    }

    void require(Action action) {
        switch (action) {
            case Action.Trigger trigger -> require(trigger.scheduleId());
            case Action.CreateJob create -> require(create.jobId());
            case Action.CancelJob cancel -> require(cancel.jobId());
            case Action.Redeliver redeliver -> require(redeliver.deliveryId());
            case Action.RedeliverDead everywhere -> {}
        }
    }

    void require(RegistryCommand command) {
        // What one partition tells all others lies where its writer put it.
        if (!RegistryCommand.isForOthers(command.key())) {
            require(partitions.ofTenant(command.tenant()));
        }
    }

    private void require(int right) {
        if (right != partition) {
            throw new IllegalArgumentException("belongs in partition " + right + ", and not in " + partition
                    + ": whoever writes it must set the partition from the slot in the id");
        }
    }
}
