package dev.tactus.bench.load;

import dev.tactus.contracts.topic.EntityKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The latest nominal instants of which fires were seen. Not for several threads. */
final class LatestFires {
    private final Map<Integer, Long> ofPartition = new HashMap<>();
    private final Map<EntityKey, Long> ofSchedule = new HashMap<>();

    /** @param nominal epoch milliseconds */
    void note(EntityKey schedule, int partition, long nominal) {
        ofPartition.merge(partition, nominal, Math::max);
        ofSchedule.merge(schedule, nominal, Math::max);
    }

    /** Those of these partitions that have no fire of this instant or a later one. */
    List<Integer> before(Instant instant, Collection<Integer> partitions) {
        return partitions.stream()
                .filter(partition -> ofPartition.getOrDefault(partition, Long.MIN_VALUE) < instant.toEpochMilli())
                .toList();
    }

    /** Those of these schedules that have no fire of a later instant than this one. */
    List<EntityKey> notPast(Instant instant, Collection<EntityKey> schedules) {
        return schedules.stream()
                .filter(schedule -> ofSchedule.getOrDefault(schedule, Long.MIN_VALUE) <= instant.toEpochMilli())
                .toList();
    }
}
