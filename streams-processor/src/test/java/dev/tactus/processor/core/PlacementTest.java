package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.topic.Partitions;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Partitions PARTITIONS = new Partitions(4);
    private static final String TENANT = "acme";
    private static final int OWNER = PARTITIONS.ofTenant(TENANT);
    private static final int OTHER = (OWNER + 1) % PARTITIONS.count();

    @Test
    void aTenantsCommandBelongsInTheTenantsPartition() {
        RegistryCommand remove = new RegistryCommand.Remove(TENANT, "report", true);
        assertThatCode(() -> new Placement(PARTITIONS, OWNER).require(remove)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new Placement(PARTITIONS, OTHER).require(remove))
                .hasMessageContaining("belongs in partition " + OWNER);
    }

    /** The partition that decides tells the others; refused there, their schedules would stay enabled. */
    @Test
    void whatThatPartitionTellsTheOthersBelongsInThose() {
        RegistryCommand disable = new RegistryCommand.DisableSchedules(
                TENANT, "report", new UUID(1, 1), "actor", Instant.parse("2026-11-24T10:00:00Z"));
        assertThatCode(() -> new Placement(PARTITIONS, OTHER).require(disable)).doesNotThrowAnyException();
    }
}
